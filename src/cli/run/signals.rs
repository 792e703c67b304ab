//! Handlers for the signals that end the process, and for the one that reports a limit on file sizes.

/// Cleans up before a signal (Ctrl-C, `kill`) ends the process. The value that `clean_up` returns, such as a lock, is kept until the
/// process has ended. Only the first call has an effect.
#[cfg(unix)]
pub(crate) fn clean_up_on_exit<T>(clean_up: fn() -> T)
where
    T: 'static,
{
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;
    use std::sync::Once;
    use std::thread;

    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let Ok(mut signals) = Signals::new([SIGINT, SIGTERM]) else { return };
        // If the thread cannot start, a signal ends the process at once, and the next run removes the files.
        let _ = thread::Builder::new().name("signals".to_owned()).spawn(move || {
            if let Some(signal) = signals.forever().next() {
                let _lock = clean_up();
                // Ends the process as the signal would have done.
                let _ = emulate_default_handler(signal);
            }
        });
    });
}

/// Makes a write beyond a limit on file sizes (`ulimit -f`) fail with an error. Without this, it ends the process.
#[cfg(unix)]
pub(crate) fn fail_at_file_size_limit() {
    use signal_hook::consts::SIGXFSZ;
    use std::sync::Arc;
    // Any handler will do; the flag that it sets is not used.
    let _ = signal_hook::flag::register(SIGXFSZ, Arc::default());
}

#[cfg(not(unix))]
pub(crate) fn clean_up_on_exit<T>(_clean_up: fn() -> T) {}

#[cfg(not(unix))]
pub(crate) fn fail_at_file_size_limit() {}
