//! Reactions to signals: to end the process, and that a limit on file sizes is reached.

/// Removes temporary files before a signal (Ctrl-C, `kill`) ends the process.
#[cfg(unix)]
pub(crate) fn remove_on_exit() {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;
    use std::sync::Once;
    use std::thread;

    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let Ok(mut signals) = Signals::new([SIGINT, SIGTERM]) else { return };
        // Without the thread, a signal ends the process at once, and the next run removes the files.
        let _ = thread::Builder::new().name("signals".to_owned()).spawn(move || {
            if let Some(signal) = signals.forever().next() {
                let _nothing_begins = super::atomic_write::abandon();
                // Ends the process as the signal would have done.
                let _ = emulate_default_handler(signal);
            }
        });
    });
}

/// Lets writing fail with an error, instead of ending the process, when a limit on file sizes (`ulimit -f`) is
/// reached.
#[cfg(unix)]
pub(crate) fn report_full_files() {
    use signal_hook::consts::SIGXFSZ;
    use std::sync::Arc;
    // A handler is needed, its flag is not.
    let _ = signal_hook::flag::register(SIGXFSZ, Arc::default());
}

#[cfg(not(unix))]
pub(crate) fn remove_on_exit() {}

#[cfg(not(unix))]
pub(crate) fn report_full_files() {}
