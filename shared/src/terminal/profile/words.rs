//! What a model says of what happened: one sentence for each cause that its screen or its answer names.

/// The model's own words, as its screen and manual say them.
#[derive(Debug)]
pub struct ModelWords {
    /// Another transaction is on.
    pub busy: &'static str,
    /// POS link is off.
    pub standalone: &'static str,
    /// Training does not fit.
    pub training: &'static str,
    /// Another register holds it.
    pub other_register: &'static str,
    /// It is another unit than the shop's.
    pub other_unit: &'static str,
    /// A field of the request was not acceptable.
    pub bad_field: &'static str,
    /// What answered is not fit for this sale.
    pub unfit: &'static str,
    /// No answer at all.
    pub no_answer: &'static str,
    /// It would not take the request off the line.
    pub not_taken: &'static str,
    /// The card was declined.
    pub declined: &'static str,
    /// The balance is too low.
    pub deficient: &'static str,
    /// The amount is more than the card may hold or pay.
    pub over_deposit: &'static str,
    /// Stopped, or timed out, before a card was read.
    pub cancelled: &'static str,
    /// It was asked and has no record.
    pub no_record: &'static str,
    /// It was asked and its record proves nothing.
    pub forgotten: &'static str,
    /// No result came.
    pub no_result: &'static str,
    /// It broke the transfer off.
    pub aborted: &'static str,
    /// 処理未了
    pub incomplete: &'static str,
    /// It ended with an error once a card may have been read.
    pub error: &'static str,
    /// No paper.
    pub paper_out: &'static str,
    /// The cover is open.
    pub cover_open: &'static str,
    /// It starts again.
    pub restarting: &'static str,
}
