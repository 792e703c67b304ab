//! What bylint does when the system tells it to stop, or that it has written as much as it may.

/// Makes sure that a process that is told to stop (Ctrl-C, `kill`) removes its files under way first.
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
        // Without the thread a signal ends the process as if nobody had asked for it; the next run removes what is left.
        let _ = thread::Builder::new().name("signals".to_owned()).spawn(move || {
            if let Some(signal) = signals.forever().next() {
                let _nothing_begins = super::atomic_write::abandon();
                // Ends the process as the signal would have.
                let _ = emulate_default_handler(signal);
            }
        });
    });
}

/// Where a limit on the size of files is reached (`ulimit -f`), writing fails with an error instead of ending the process.
#[cfg(unix)]
pub(crate) fn report_full_files() {
    use signal_hook::consts::SIGXFSZ;
    use std::sync::Arc;
    // Nobody reads the flag: that there is a handler is enough.
    let _ = signal_hook::flag::register(SIGXFSZ, Arc::default());
}

#[cfg(not(unix))]
pub(crate) fn remove_on_exit() {}

#[cfg(not(unix))]
pub(crate) fn report_full_files() {}
