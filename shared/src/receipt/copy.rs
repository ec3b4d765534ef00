//! Papers that come out again: what stands on them beside what stood on the first one.

use super::PrintLine;

/// 再発行: the lines of the first one, under a mark that says the how manieth it is.
#[must_use]
pub fn reprint(first: Vec<PrintLine>, copy: u32) -> Vec<PrintLine> {
    let mark = PrintLine::Title { text: format!("再発行 ({copy}回目)") };
    std::iter::once(mark).chain(first).collect()
}

/// 電子ジャーナル控え: a paper of the journal for looking at. It opens no return and takes no stamp: it is no second receipt.
#[must_use]
pub fn extract(paper: Vec<PrintLine>, printed_at: &str) -> Vec<PrintLine> {
    let head = [
        PrintLine::Title { text: "電子ジャーナル控え".to_owned() },
        PrintLine::Center { text: "(領収証ではありません)".to_owned() },
        PrintLine::Center { text: format!("印刷 {printed_at}") },
        PrintLine::Rule,
    ];
    let rest =
        paper.into_iter().filter(|line| !matches!(line, PrintLine::Barcode { .. })).map(|line| match line {
            PrintLine::Stamp { value } => PrintLine::Left { text: format!("(収入印紙 {value}円)") },
            other => other,
        });
    head.into_iter().chain(rest).collect()
}
