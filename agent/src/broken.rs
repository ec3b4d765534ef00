//! Safety rules that a cargo feature breaks, so that the proof can be seen to fail: `break-…`, one for each rule.
//!
//! Never in a release build, and never in one that anybody pays with: with any of them the program does not compile
//! without debug assertions. `docs/safety.md` says which proof catches which.

macro_rules! rules {
    ($($(#[$doc:meta])+ $name:ident = $feature:literal;)+) => {
        $(
            $(#[$doc])+
            pub(crate) const $name: bool = cfg!(feature = $feature);

            #[cfg(all(feature = $feature, not(debug_assertions)))]
            compile_error!(concat!($feature, " breaks a safety rule and is for debug builds only"));
        )+
    };
}

rules! {
    /// SALES leaves before `PaymentSent` is durable.
    SEND_BEFORE_COMMIT = "break-send-before-commit";
    /// A sale with an open payment can be paid once more.
    NO_SALE_LOCK = "break-no-sale-lock";
    /// A terminal with an open payment takes another.
    NO_TERMINAL_LOCK = "break-no-terminal-lock";
    /// An unknown payment is sent again.
    RESEND_ON_UNKNOWN = "break-resend-on-unknown";
    /// NONE is believed from any unit and memory.
    NONE_TRUSTED_WITHOUT_MEMORY = "break-none-trusted-without-memory";
    /// A RESULT is acknowledged before it is durable.
    ACKNOWLEDGE_BEFORE_COMMIT = "break-acknowledge-before-commit";
    /// Our own timer settles a payment as not charged.
    TIMER_IS_A_DECLINE = "break-timer-is-a-decline";
    /// An approval of something else than was asked is taken as ours.
    CONTRADICTED_IS_APPROVED = "break-contradicted-is-approved";
}
