//! Reports as files.

use catlink_shared::ids::RequestId;
use catlink_shared::wire::FromPage;
use catlink_shared::wire::files::{Encoding, FileAsk, ReportFile};
use catlink_shared::wire::masters::MastersRequest;
use catlink_shared::wire::request::Request;

pub(super) fn requests() -> impl Iterator<Item = FromPage> {
    let file = |what, encoding| MastersRequest::File { ask: FileAsk::Report { what, encoding } };
    let days = ReportFile::Days { from: "2026-11-01".into(), to: "2026-11-30".into() };
    [file(days, Encoding::ShiftJis)]
        .into_iter()
        .zip(1u8..)
        .map(|(ask, n)| FromPage::new(RequestId::from_parts(2, &[n; 10]), Request::Masters { ask }))
}
