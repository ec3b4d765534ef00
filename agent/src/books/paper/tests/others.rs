//! Papers of the day, 控え, and what was tampered with.

use super::*;

#[tokio::test]
async fn papers_of_the_day_are_kept_before_they_are_printed() {
    let shop = Shop::open().await;
    shop.sell(550).await;
    let of = |of: DayPaper| write(&shop.0, move |tx| issue::of_day(tx, around(&clerk()), &of));
    let report = of(DayPaper::Report { day: DAY.into() }).await.unwrap();
    let text = plain_text(&report.lines);
    assert_eq!(report.row.kind, PaperKind::DayReport);
    assert!(text.contains("日計 2026-11-23") && text.contains("合計  1件 ¥550"), "{text}");
    assert_eq!(of(DayPaper::Check).await.unwrap_err().code, RefusalCode::NoPaper);
}

#[tokio::test]
async fn a_paper_of_the_journal_comes_out_marked_and_is_kept_itself() {
    let shop = Shop::open().await;
    let sold = shop.sell(550).await;
    let paper = shop.print(sold.receipt_number).await;
    let position = paper.row.position;
    let extract = write(&shop.0, move |tx| issue::extract_of(tx, around(&clerk()), position)).await.unwrap();
    assert_eq!((extract.row.kind, extract.row.copy), (PaperKind::Extract, 0));
    assert!(plain_text(&extract.lines).starts_with("  電子ジャーナル控え\n"));
    assert_eq!(shop.reprints().await, BTreeMap::new(), "it is no 再発行");
    let lost = write(&shop.0, |tx| issue::extract_of(tx, around(&clerk()), 99)).await.unwrap_err();
    assert_eq!(lost.code, RefusalCode::NoPaper);
}

#[tokio::test]
async fn a_paper_cannot_be_changed_or_taken_out_and_where_it_was_it_shows() {
    for (tampering, at) in [
        ("UPDATE paper SET lines = replace(lines, '550', '551') WHERE position = 2", 2),
        ("UPDATE paper SET who = '102' WHERE position = 1", 1),
        ("DELETE FROM paper WHERE position = 2", 2),
        ("DELETE FROM paper WHERE position = 3", 3),
    ] {
        let shop = Shop::open().await;
        for _ in 0..3 {
            shop.sell(550).await;
        }
        assert_eq!(shop.first_broken().await, None);
        assert!(shop.run(tampering).await.is_err(), "append-only: {tampering}");
        shop.run("DROP TRIGGER paper_is_append_only_1; DROP TRIGGER paper_is_append_only_2").await.unwrap();
        shop.run(tampering).await.unwrap();
        assert_eq!(shop.first_broken().await, Some(at), "{tampering}");
    }
}
