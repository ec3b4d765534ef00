//! What ends with a key, whatever the books say, and what never reaches beyond one: a サインイン, a manager's word.

use catlink_shared::wire::hosted::HostedId;
use catlink_shared::wire::people::{PeopleReply, ResumeToken};

use super::*;

impl Tab {
    /// Somebody signs in, and the tab keeps what it may come back with.
    async fn sits(&mut self, operator: &str) -> ResumeToken {
        let pin = Pin::typed(&format!("{operator}0"));
        let ask = PeopleRequest::SignIn { operator: operator.to_owned(), pin };
        match self.ask(Request::People { ask }).await {
            Ok(Reply::People { reply: PeopleReply::SignedIn { resume, .. } }) => resume,
            other => panic!("{other:?}"),
        }
    }

    /// A tab comes back with a token: who is signed in by it?
    async fn comes_back(&mut self, key: Option<&PageKey>, token: &ResumeToken) -> Option<String> {
        let page_id = PageId::from_parts(7, &[7; 10]);
        let resume = Some(token.clone());
        match self.ask(Request::Hello { page_id, resume, key: key.cloned() }).await {
            Ok(Reply::Welcome { signed_in, .. }) => signed_in.map(|who| who.operator.code),
            other => panic!("{other:?}"),
        }
    }

    fn own(&self) -> Tab {
        let connection = Connection::new(&self.register, Caller::Own);
        Tab { connection, register: Arc::clone(&self.register) }
    }

    async fn listed(&mut self) -> Vec<(HostedId, u32)> {
        match self.hosted(HostedRequest::List).await {
            HostedReply::List { pages, .. } => {
                pages.into_iter().map(|page| (page.id, page.connected)).collect()
            }
            other => panic!("{other:?}"),
        }
    }

    async fn sql(&self, sql: &'static str) {
        let store = &self.register.store;
        store.write::<_, BooksError, _>(Claim::None, move |tx| Ok(tx.execute_batch(sql)?)).await.unwrap();
    }
}

const BROKEN: &str = "CREATE TRIGGER broken BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'broken'); END";

#[tokio::test]
async fn a_key_whose_end_cannot_be_written_opens_nothing_and_stays_listed_until_it_is() {
    let mut manager = Tab::open("900").await;
    let (key, mut page) = manager.paired().await;
    let token = page.sits("101").await;
    let id = manager.listed().await[0].0;
    manager.sql(BROKEN).await;
    let revoke = HostedRequest::Revoke { id };
    let refused = manager.ask(Request::Hosted { ask: revoke.clone() }).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::BooksUnavailable);
    assert!(refused.message.contains("再起動すると元に戻ります"), "{refused:?}");
    assert!(page.connection.gate.is_shut(), "whatever the books say");
    assert_eq!(manager.from(POS).greets(Some(&key)).await, Err(RefusalCode::NotPaired));
    assert_eq!(manager.register.people.code(&token), None);
    assert_eq!(manager.listed().await, [(id, 0)], "it can be taken away once more");
    manager.sql("DROP TRIGGER broken").await;
    manager.hosted(revoke).await;
    assert_eq!(manager.listed().await, []);
}

#[tokio::test]
async fn who_may_not_take_a_key_away_shuts_nobody_out() {
    let mut manager = Tab::open("900").await;
    let (_, page) = manager.paired().await;
    let id = manager.listed().await[0].0;
    let mut clerk = manager.own();
    clerk.ask(Request::Hello { page_id: page_of(5), resume: None, key: None }).await.unwrap();
    clerk.sign_in("101").await;
    let refused = clerk.ask(Request::Hosted { ask: HostedRequest::Revoke { id } }).await.unwrap_err();
    assert_eq!((refused.code, refused.right.is_some()), (RefusalCode::ManagerOnly, true));
    assert!(!page.connection.gate.is_shut());
    assert_eq!(manager.listed().await, [(id, 1)]);
}

#[tokio::test]
async fn a_code_opens_nothing_once_who_showed_it_is_no_manager_any_more() {
    let mut manager = Tab::open("900").await;
    let code = manager.offer(POS).await;
    manager
        .sql(
            "UPDATE master_row SET row_values = json_set(row_values, '$.role', '1')
              WHERE master = 'operator' AND code = '900'",
        )
        .await;
    assert_eq!(manager.from(POS).pair(&code).await, Err(RefusalCode::PairingClosed));
    assert_eq!(manager.register.pairings.open_for(), None);
    let kept = manager.register.store.read(crate::books::hosted::load).await.unwrap();
    assert!(kept.is_empty(), "{kept:?}");
}

#[tokio::test]
async fn a_sign_in_of_a_hosted_page_is_good_for_its_own_key_and_nowhere_else() {
    let mut manager = Tab::open("900").await;
    let (key, mut page) = manager.paired().await;
    let (other, _) = manager.paired().await;
    let token = page.sits("101").await;
    drop(page);
    assert_eq!(manager.own().comes_back(None, &token).await, None, "on the served page");
    assert_eq!(manager.from(POS).comes_back(Some(&other), &token).await, None, "by another key");
    assert_eq!(manager.from(POS).comes_back(Some(&key), &token).await.as_deref(), Some("101"));
    let mut served = manager.own();
    served.comes_back(None, &token).await;
    let own = served.sits("102").await;
    assert_eq!(manager.from(POS).comes_back(Some(&key), &own).await, None, "nor the other way round");
    assert_eq!(manager.own().comes_back(None, &own).await.as_deref(), Some("102"));
    assert_eq!(manager.register.people.code(&token).as_deref(), Some("101"), "nobody took the other's seat");
}

#[tokio::test]
async fn a_tab_that_is_away_is_signed_out_with_its_key_and_the_audit_says_so() {
    let mut manager = Tab::open("900").await;
    let (_, mut page) = manager.paired().await;
    let token = page.sits("101").await;
    drop(page);
    let id = manager.listed().await[0].0;
    manager.hosted(HostedRequest::Revoke { id }).await;
    assert_eq!(manager.register.people.code(&token), None);
    let lines = manager.audited_of_pairing().await;
    let last = lines.iter().rev().take(2).rev().map(String::as_str).collect::<Vec<_>>();
    assert_eq!(last, [format!("unpaired 900 {POS}").as_str(), "signed_out 101 unpaired"]);
    assert!(manager.connection.chair.who(&manager.register).is_some(), "the served page goes on");
}
