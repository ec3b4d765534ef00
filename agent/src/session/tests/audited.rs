//! What 監査記録 says of people and files.

use std::time::Duration;

use catlink_shared::wire::files::{Encoding, FileAsk, FileReply};
use catlink_shared::wire::masters::MastersReply;

use super::*;
use crate::audit;

impl Tab {
    /// What happened, by whom, with what; the ids of tabs are left out.
    async fn audited(&self) -> Vec<(String, Option<String>, String)> {
        let lines = self.register.store.read::<_, BooksError, _>(|connection| {
            let mut query = connection.prepare("SELECT what, who, subject FROM audit ORDER BY position")?;
            let lines = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            Ok(lines.collect::<Result<Vec<(String, Option<String>, String)>, _>>()?)
        });
        let own = page().to_string();
        lines
            .await
            .unwrap()
            .into_iter()
            .map(|(what, who, with)| (what, who, with.replace(&own, "tab")))
            .collect()
    }

    async fn try_pin(&mut self, operator: &str, pin: &str) {
        let ask = PeopleRequest::SignIn { operator: operator.to_owned(), pin: Pin::typed(pin) };
        self.ask(Request::People { ask }).await.unwrap_err();
    }
}

fn line(what: &str, who: Option<&str>, subject: &str) -> (String, Option<String>, String) {
    (what.to_owned(), who.map(str::to_owned), subject.to_owned())
}

#[tokio::test]
async fn who_came_who_was_refused_and_who_went_stands_in_the_audit() {
    let mut tab = Tab::met().await;
    tab.try_pin("101", "9999").await;
    tab.try_pin("4111111111111111", "1234").await;
    tab.sign_in("101").await;
    tab.keep_goods(30_001).await;
    tab.fail_to_pay(30_001).await;
    tab.save(Master::Store, STORE_CODE, "phone", "03-1111-2222").await;
    tab.ask(Request::People { ask: PeopleRequest::SignOut }).await.unwrap();
    let expected = [
        line("refused", Some("101"), "wrong PIN 1"),
        line("refused", None, "WrongPin"),
        line("signed_in", Some("101"), "tab"),
        line("allowed", Some("900"), "101"),
        line("signed_out", Some("101"), "tab"),
    ];
    assert_eq!(tab.audited().await, expected, "and nothing of what was typed");
}

#[tokio::test]
async fn a_file_that_went_out_stands_in_the_audit_with_who_took_it() {
    let mut tab = Tab::open("900").await;
    let file = |ask| Request::Masters { ask: MastersRequest::File { ask } };
    let export = FileAsk::Export { master: Master::Operator, encoding: Encoding::Utf8Bom };
    tab.ask(file(export)).await.unwrap();
    let name = loop {
        match tab.ask(file(FileAsk::Progress)).await.unwrap() {
            Reply::Masters { reply: MastersReply::File { reply: FileReply::Made { name, .. } } } => {
                break name;
            }
            Reply::Masters { reply: MastersReply::File { reply: FileReply::Working { .. } } } => {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            other => panic!("{other:?}"),
        }
    };
    let (what, who, subject) = tab.audited().await.pop().unwrap();
    assert_eq!((what.as_str(), who.as_deref()), ("exported", Some("900")));
    assert!(subject.starts_with(&name) && subject.ends_with("件)"), "{subject}");
}

#[tokio::test]
async fn the_command_finds_what_was_tampered_with_in_each_of_the_records() {
    let mut tab = Tab::open("101").await;
    tab.keep_goods(30_001).await;
    tab.fail_to_pay(30_001).await;
    tab.save(Master::Store, STORE_CODE, "phone", "03-1111-2222").await;
    let store = tab.register.store.clone();
    let folder = store.folder().to_owned();
    let broken = || {
        let found = audit::look_through(&folder).unwrap();
        found.into_iter().filter(|one| one.broken.is_some()).map(|one| one.of).collect::<Vec<_>>()
    };
    assert_eq!(broken(), Vec::<&str>::new());
    for (sql, of) in [
        ("DROP TRIGGER audit_is_append_only_1; UPDATE audit SET who = '102'", "監査記録"),
        ("DROP TRIGGER change_is_append_only_1; UPDATE change SET who = '102'", "変更履歴"),
        ("DROP TRIGGER payment_event_is_append_only_1; UPDATE payment_event SET at = at + 1", "決済の記録"),
        (
            "DROP TRIGGER payment_event_is_append_only_2; DELETE FROM payment_event WHERE position = 2",
            "決済の記録",
        ),
    ] {
        store.write::<_, BooksError, _>(Claim::None, move |tx| Ok(tx.execute_batch(sql)?)).await.unwrap();
        assert!(broken().contains(&of), "{of}: {:?}", broken());
    }
    assert_eq!(broken().len(), 3, "the paper is as it was");
}
