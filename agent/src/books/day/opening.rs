//! 端末開設: the day opens with 釣銭準備金.

use catlink_shared::basket::MOST_TOTAL;
use catlink_shared::ids::UnixMs;
use catlink_shared::money::Yen;
use catlink_shared::wire::reply::RefusalCode;
use rusqlite::{Transaction, params};

use super::{must_be_live, stale, standing, who};
use crate::books::history::By;
use crate::books::{BooksError, catalog, refuse};

/// Opens the day the page showed.
///
/// # Errors
/// It is open, another one would open, earlier days are not closed, 練習モード: nothing was written.
pub fn open(tx: &Transaction<'_>, day: &str, float: Yen, by: &By, now: UnixMs) -> Result<(), BooksError> {
    must_be_live(tx, now)?;
    let who = who(by)?;
    if float < Yen::ZERO || float > MOST_TOTAL {
        return Err(refuse(RefusalCode::BadTender, "釣銭準備金は0~99,999,999円で入力してください。"));
    }
    let today = standing::now(tx, now, catalog::shop(tx)?.cutoff_hour)?;
    let Some(opens) = today.opens() else {
        return Err(refuse(
            RefusalCode::NotAllowed,
            "本日はすでに開設されています。釣銭を足すときは「入出金」の入金で記録してください。",
        ));
    };
    if opens != day {
        return Err(stale(
            "営業日が変わりました。画面を更新しましたので、営業日を確認してもう一度操作してください。",
        ));
    }
    let mut earlier = standing::unclosed(tx)?;
    earlier.retain(|unclosed| unclosed != day);
    if !earlier.is_empty() {
        return Err(refuse(
            RefusalCode::NotAllowed,
            format!("{}が精算されていません。先に「精算」をしてから開設してください。", earlier.join("、")),
        ));
    }
    let day = standing::enter(tx, opens, now)?;
    tx.execute(
        "UPDATE register_day SET opened_by = ?2, float_amount = ?3 WHERE business_day = ?1",
        params![day, who, float.get()],
    )?;
    Ok(())
}
