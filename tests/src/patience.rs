//! Waiting for a condition, with a deadline.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

/// How long a condition may take: far longer than anything here needs on a slow computer.
pub const PATIENCE: Duration = Duration::from_secs(20);
/// Between two looks.
const LOOK_EVERY: Duration = Duration::from_millis(30);

/// What a look found.
#[derive(Debug)]
pub enum Look<T> {
    /// It is so.
    Seen(T),
    /// Not yet; this is how it is.
    NotYet(String),
}

/// Looks until it is so; `what` is what is waited for.
///
/// # Errors
/// It did not become so within [`PATIENCE`]: says what was waited for and what was last seen. A look that fails counts
/// as not yet.
pub fn until<T>(what: &str, look: impl FnMut() -> Result<Look<T>>) -> Result<T> {
    until_within(PATIENCE, what, look)
}

/// The same with another deadline.
///
/// # Errors
/// As [`until`].
pub fn until_within<T>(limit: Duration, what: &str, mut look: impl FnMut() -> Result<Look<T>>) -> Result<T> {
    let began = Instant::now();
    loop {
        let seen = match look() {
            Ok(Look::Seen(value)) => return Ok(value),
            Ok(Look::NotYet(seen)) => seen,
            Err(error) => format!("could not look: {error:#}"),
        };
        if began.elapsed() > limit {
            bail!("waited {} s for {what}; instead: {seen}", limit.as_secs());
        }
        std::thread::sleep(LOOK_EVERY);
    }
}

/// [`Look::Seen`] where `so`.
#[must_use]
pub fn seen_if(so: bool, otherwise: impl Into<String>) -> Look<()> {
    if so { Look::Seen(()) } else { Look::NotYet(otherwise.into()) }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Look, until_within};

    #[test]
    fn what_does_not_come_is_named() {
        let look = || Ok(Look::<()>::NotYet("rain".to_owned()));
        let error = until_within(Duration::ZERO, "the sun", look).unwrap_err().to_string();
        assert!(error.contains("the sun") && error.contains("rain"), "{error}");
    }
}
