//! A page from elsewhere: what it must show first, how it is paired, and what is left of it when its key is taken away.

mod ended;

use catlink_shared::origin::Origin;
use catlink_shared::wire::hosted::{HostedReply, HostedRequest, PageKey, PairingCode};

use super::*;
use crate::door::limits::GREETING_TIME;
use crate::session::answer;
use crate::session::end::End;

const POS: &str = "https://pos.example.jp";

fn origin(text: &str) -> Origin {
    Origin::new(text).unwrap()
}

fn hello(key: Option<&PageKey>) -> Request {
    Request::Hello { page_id: PageId::from_parts(7, &[7; 10]), resume: None, key: key.cloned() }
}

fn other_than(code: &PairingCode) -> PairingCode {
    let number: u32 = code.expose().parse().unwrap();
    PairingCode::new(&format!("{:08}", (number + 1) % 100_000_000)).unwrap()
}

impl Tab {
    /// Another socket to the same register, of a page from there.
    fn from(&self, text: &str) -> Tab {
        let connection = Connection::new(&self.register, Caller::Hosted(origin(text)));
        Tab { connection, register: Arc::clone(&self.register) }
    }

    async fn hosted(&mut self, ask: HostedRequest) -> HostedReply {
        match self.ask(Request::Hosted { ask }).await {
            Ok(Reply::Hosted { reply }) => reply,
            other => panic!("{other:?}"),
        }
    }

    async fn offer(&mut self, text: &str) -> PairingCode {
        match self.hosted(HostedRequest::Offer { origin: origin(text) }).await {
            HostedReply::Offered { code, seconds: 300, origin } if origin.as_str() == text => code,
            other => panic!("{other:?}"),
        }
    }

    async fn pair(&mut self, code: &PairingCode) -> Result<PageKey, RefusalCode> {
        match self.ask(Request::Pair { code: code.clone() }).await {
            Ok(Reply::Paired { key }) => Ok(key),
            Ok(other) => panic!("{other:?}"),
            Err(refusal) => Err(refusal.code),
        }
    }

    async fn greets(&mut self, key: Option<&PageKey>) -> Result<(), RefusalCode> {
        match self.ask(hello(key)).await {
            Ok(Reply::Welcome { .. }) => Ok(()),
            Ok(other) => panic!("{other:?}"),
            Err(refusal) => Err(refusal.code),
        }
    }

    async fn last_seen(&mut self) -> Option<String> {
        match self.hosted(HostedRequest::List).await {
            HostedReply::List { pages, .. } => pages.into_iter().next()?.seen_at_text,
            other => panic!("{other:?}"),
        }
    }

    async fn paired(&mut self) -> (PageKey, Tab) {
        let code = self.offer(POS).await;
        let mut page = self.from(POS);
        let key = page.pair(&code).await.unwrap();
        page.greets(Some(&key)).await.unwrap();
        (key, page)
    }
}

#[tokio::test]
async fn a_hosted_page_is_paired_once_and_then_works_as_any_page() {
    let mut manager = Tab::open("900").await;
    let code = manager.offer(POS).await;
    let mut page = manager.from(POS);
    let refused = page.ask(hello(None)).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::NotPaired);
    assert!(refused.message.contains("外部ページの接続"), "{refused:?}");
    assert_eq!(page.ask(Request::ReadCatalog).await.unwrap_err().code, RefusalCode::NotGreeted);
    let key = page.pair(&code).await.unwrap();
    assert_eq!(page.pair(&code).await, Err(RefusalCode::PairingClosed), "a code is used once");
    page.greets(Some(&key)).await.unwrap();
    assert_eq!(page.pair(&code).await, Err(RefusalCode::NotAllowed), "it is paired");
    page.sign_in("101").await;
    page.keep_goods(108).await;
    page.ask(cash(108, Rounding::Down)).await.unwrap();
    assert!(page.slips().await.is_some());
    let HostedReply::List { pages, open_for: None } = manager.hosted(HostedRequest::List).await else {
        panic!("a code is open")
    };
    assert_eq!(pages.len(), 1);
    while manager.last_seen().await.is_none() {
        tokio::task::yield_now().await;
    }
    assert_eq!((pages[0].origin.as_str(), pages[0].paired_by.as_str(), pages[0].connected), (POS, "900", 1));
}

#[tokio::test]
async fn a_page_that_is_not_let_in_is_shown_nothing() {
    let manager = Tab::open("900").await;
    let mut page = manager.from(POS);
    let id = RequestId::from(uuid::Uuid::now_v7());
    let text = serde_json::to_string(&FromPage::new(id, hello(None))).unwrap();
    let said = answer(&page.register, &mut page.connection, text.as_bytes()).await;
    assert_eq!(said.len(), 1, "no update follows a refused Hello: {said:?}");
}

#[tokio::test]
async fn a_key_opens_from_its_own_origin_only_and_the_served_page_needs_none() {
    let mut manager = Tab::open("900").await;
    let (key, page) = manager.paired().await;
    let mut elsewhere = manager.from("https://evil.example");
    assert_eq!(elsewhere.greets(Some(&key)).await, Err(RefusalCode::NotPaired));
    let mut guess = manager.from(POS);
    for wrong in [None, Some(PageKey::new(String::new())), Some(PageKey::new("0".repeat(64)))] {
        assert_eq!(guess.greets(wrong.as_ref()).await, Err(RefusalCode::NotPaired));
    }
    manager.ask(hello(Some(&PageKey::new("anything".into())))).await.unwrap();
    drop(page);
}

#[tokio::test]
async fn only_a_manager_and_only_on_the_served_page_deals_with_hosted_pages() {
    let mut manager = Tab::open("900").await;
    let (_, mut page) = manager.paired().await;
    let ask = || Request::Hosted { ask: HostedRequest::Offer { origin: origin("https://evil.example") } };
    assert_eq!(page.ask(ask()).await.unwrap_err().code, RefusalCode::NotSignedIn);
    page.sign_in("900").await;
    let refused = page.ask(ask()).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::NotAllowed, "not even to pair another one");
    let connection = Connection::new(&manager.register, Caller::Own);
    let mut clerk = Tab { connection, register: Arc::clone(&manager.register) };
    clerk.ask(Request::Hello { page_id: page_of(5), resume: None, key: None }).await.unwrap();
    clerk.sign_in("101").await;
    let refused = clerk.ask(ask()).await.unwrap_err();
    assert_eq!((refused.code, refused.right.is_some()), (RefusalCode::ManagerOnly, true));
    assert_eq!(clerk.register.pairings.open_for(), None);
    let allowed = clerk.ask_with(ask(), Some(super::manager())).await.unwrap();
    assert!(matches!(allowed, Reply::Hosted { reply: HostedReply::Offered { .. } }));
    // Who showed a code follows what becomes of it, and takes it back, without the manager beside.
    let open = HostedRequest::List;
    assert!(matches!(clerk.hosted(open).await, HostedReply::List { open_for: Some(_), .. }));
    assert!(matches!(clerk.hosted(HostedRequest::Withdraw).await, HostedReply::List { open_for: None, .. }));
    let code = manager.offer(POS).await;
    assert_eq!(clerk.pair(&code).await, Err(RefusalCode::NotAllowed), "the served page needs no pairing");
    assert_eq!(clerk.register.pairings.open_for(), Some(origin(POS)), "and the code stays open");
}

fn page_of(number: u8) -> PageId {
    PageId::from_parts(u64::from(number), &[number; 10])
}

#[tokio::test]
async fn wrong_codes_are_counted_over_all_sockets_and_close_the_code() {
    let mut manager = Tab::open("900").await;
    let code = manager.offer(POS).await;
    for left in (1..5).rev() {
        let refused = manager.from(POS).ask(Request::Pair { code: other_than(&code) }).await.unwrap_err();
        assert_eq!(refused.code, RefusalCode::WrongPairingCode);
        assert!(refused.message.contains(&format!("あと{left}回")), "{refused:?}");
    }
    assert_eq!(manager.from(POS).pair(&other_than(&code)).await, Err(RefusalCode::PairingClosed));
    assert_eq!(manager.from(POS).pair(&code).await, Err(RefusalCode::PairingClosed));
    let open = manager.hosted(HostedRequest::List).await;
    assert_eq!(open, HostedReply::List { pages: Vec::new(), open_for: None });
    let lines = manager.audited_of_pairing().await;
    assert_eq!(lines.iter().filter(|line| line.starts_with("pairing_refused")).count(), 5, "{lines:?}");
}

impl Tab {
    async fn audited_of_pairing(&self) -> Vec<String> {
        let lines = self.register.store.read::<_, BooksError, _>(|connection| {
            let mut query = connection.prepare(
                "SELECT what || ' ' || ifnull(who, '-') || ' ' || subject FROM audit
                 WHERE what LIKE '%paired' OR what LIKE 'pairing%' OR subject = 'unpaired' ORDER BY position",
            )?;
            let lines = query.query_map([], |row| row.get(0))?;
            Ok(lines.collect::<Result<Vec<String>, _>>()?)
        });
        lines.await.unwrap()
    }
}

#[tokio::test]
async fn what_became_of_a_pairing_stands_in_the_audit_without_code_or_key() {
    let mut manager = Tab::open("900").await;
    let code = manager.offer(POS).await;
    let mut page = manager.from(POS);
    assert_eq!(page.pair(&other_than(&code)).await, Err(RefusalCode::WrongPairingCode));
    let key = page.pair(&code).await.unwrap();
    page.greets(Some(&key)).await.unwrap();
    page.sign_in("101").await;
    let HostedReply::List { pages, .. } = manager.hosted(HostedRequest::List).await else { panic!() };
    manager.hosted(HostedRequest::Revoke { id: pages[0].id }).await;
    assert!(page.connection.gate.is_shut());
    page.connection.gate.shuts().await;
    assert_eq!(page.connection.has_to_end(&page.register).await, Some(End::NotPaired));
    assert_eq!(
        manager.audited_of_pairing().await,
        [
            format!("pairing_offered 900 {POS}"),
            format!("pairing_refused - {POS}"),
            format!("paired 900 {POS}"),
            format!("unpaired 900 {POS}"),
            "signed_out 101 unpaired".to_owned(),
        ]
    );
    assert_eq!(manager.from(POS).greets(Some(&key)).await, Err(RefusalCode::NotPaired));
    let kept = std::fs::read(manager.register.store.folder().join("catlink.sqlite-wal")).unwrap();
    for secret in [code.expose(), key.expose()] {
        assert!(!kept.windows(secret.len()).any(|part| part == secret.as_bytes()), "it is kept");
    }
}

#[tokio::test]
async fn a_pairing_that_cannot_be_written_pairs_nothing_and_the_code_stays_open() {
    let mut manager = Tab::open("900").await;
    let code = manager.offer(POS).await;
    let sql = |sql: &'static str| {
        let store = manager.register.store.clone();
        async move {
            store.write::<_, BooksError, _>(Claim::None, move |tx| Ok(tx.execute_batch(sql)?)).await.unwrap();
        }
    };
    // The line of the audit fails, and the pairing with it.
    sql("CREATE TRIGGER broken BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'broken'); END").await;
    let mut page = manager.from(POS);
    assert_eq!(page.pair(&code).await, Err(RefusalCode::BooksUnavailable));
    let kept = manager.register.store.read(crate::books::hosted::load).await.unwrap();
    assert!(kept.is_empty(), "{kept:?}");
    sql("DROP TRIGGER broken").await;
    let key = page.pair(&code).await.unwrap();
    page.greets(Some(&key)).await.unwrap();
}

#[tokio::test]
async fn a_withdrawn_code_opens_nothing() {
    let mut manager = Tab::open("900").await;
    let code = manager.offer(POS).await;
    let open = HostedReply::List { pages: Vec::new(), open_for: Some(origin(POS)) };
    assert_eq!(manager.hosted(HostedRequest::List).await, open);
    let closed = HostedReply::List { pages: Vec::new(), open_for: None };
    assert_eq!(manager.hosted(HostedRequest::Withdraw).await, closed);
    assert_eq!(manager.from(POS).pair(&code).await, Err(RefusalCode::PairingClosed));
}

#[tokio::test]
async fn a_hosted_page_that_shows_no_key_in_time_is_told_that_it_is_not_paired() {
    let mut own = Tab::met().await;
    let mut page = own.from(POS);
    let mut silent = Connection::new(&own.register, Caller::Own);
    tokio::time::pause();
    tokio::time::advance(GREETING_TIME).await;
    assert_eq!(page.connection.has_to_end(&page.register).await, Some(End::NotPaired));
    assert_eq!(silent.has_to_end(&own.register).await, Some(End::Gone));
    assert_eq!(own.connection.has_to_end(&own.register).await, None);
}
