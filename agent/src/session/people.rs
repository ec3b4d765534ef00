//! Who is at a connection: signing in and out, PINs, and whether a request may be asked at all.
//!
//! A PIN is compared here, outside of any transaction, and goes no further: what follows is told a 担当者コード ([`By`]).

use std::sync::Arc;
use std::time::Duration;

use catlink_shared::masters::Master;
use catlink_shared::masters::operator::{OperatorRow, Role};
use catlink_shared::pin::Pin;
use catlink_shared::rights::Right;
use catlink_shared::wire::day::DayRequest;
use catlink_shared::wire::masters::MastersRequest;
use catlink_shared::wire::people::{Approval, PeopleReply, PeopleRequest, Person, ResumeToken, SignedOut};
use catlink_shared::wire::reply::RefusalCode;
use catlink_shared::wire::request::Request;
use tokio::time::Instant;

use crate::books::audit::{self, Entry, What};
use crate::books::history::By;
use crate::books::people::{self, Hash};
use crate::books::{BooksError, catalog, masters, refuse, rights};
use crate::clock;
use crate::door::complaints::REFUSED;
use crate::register::Register;
use crate::register::signed_in::Tab;
use crate::store::{Claim, StoreError};

/// So many wrong PINs on one connection, whoever was meant, and it must wait.
const MOST_WRONG: u32 = 20;
/// How long.
const WAIT: Duration = Duration::from_secs(60);

/// Who sits at a connection.
#[derive(Debug, Default)]
pub(super) struct Chair {
    seat: Option<ResumeToken>,
    wrong: u32,
    wrong_at: Option<Instant>,
}

impl Chair {
    /// 担当者コード of who is signed in.
    pub(super) fn who(&self, register: &Register) -> Option<String> {
        self.seat.as_ref().and_then(|token| register.people.code(token))
    }

    /// A tab comes back with its token. Says who is signed in by it.
    ///
    /// # Errors
    /// The database.
    pub(super) async fn resume(
        &mut self,
        register: &Register,
        tab: Tab,
        token: Option<ResumeToken>,
    ) -> Result<Option<Person>, BooksError> {
        // Who signed in on this very connection stays, whatever token a Hello that crossed it still named.
        let token = self.seat.take().filter(|own| register.people.code(own).is_some()).or(token);
        let code = token.as_ref().and_then(|token| register.people.resume(token, tab, clock::now()));
        let Some(code) = code else { return Ok(None) };
        self.seat = token;
        audit::note(
            &register.store,
            Entry { what: What::Resumed, who: Some(code.clone()), subject: tab.page.to_string() },
        )
        .await;
        let row = register.store.read(move |connection| people::find(connection, &code)).await?;
        Ok(row.map(person))
    }

    /// Who asks, and whose PIN came with it.
    ///
    /// # Errors
    /// Nobody is signed in where somebody must be, or the manager's PIN is wrong.
    pub(super) async fn admit(
        &mut self,
        register: &Register,
        request: &Request,
        approval: Option<Approval>,
    ) -> Result<By, BooksError> {
        let who = match who_may(request) {
            Who::Anybody => self.who(register),
            Who::SignedIn => Some(self.somebody(register).await?),
        };
        let approved_by = match approval {
            Some(approval) => Some(self.manager(register, &approval).await?),
            None => None,
        };
        Ok(By { who, approved_by })
    }

    /// Does what is asked about people.
    ///
    /// # Errors
    /// A wrong PIN, or nothing that may be done.
    pub(super) async fn answer(
        &mut self,
        register: &Arc<Register>,
        tab: Tab,
        ask: PeopleRequest,
        approval: Option<Approval>,
    ) -> Result<PeopleReply, BooksError> {
        match ask {
            PeopleRequest::SignIn { operator, pin } => {
                let row = self.prove(register, &operator, &pin).await?;
                note(register, What::SignedIn, Some(&row), tab.page.to_string()).await;
                let reply = self.sit(register, tab, row);
                // What was kept from a page with nobody at it is shown now.
                register.refresh().await;
                Ok(reply)
            }
            PeopleRequest::SignOut => {
                self.rise(register, &tab.page.to_string()).await;
                Ok(PeopleReply::Done)
            }
            PeopleRequest::StillHere => self.somebody(register).await.map(|_| PeopleReply::Done),
            PeopleRequest::SetPin { operator, pin, old, base_revision } => {
                let who = self.somebody(register).await?;
                let row = Seen { code: operator, revision: base_revision };
                self.set_pin(register, who, row, pin, old, approval).await
            }
            PeopleRequest::FirstManager { code, name, pin } => {
                let code = catlink_shared::barcode::half_width(&code);
                let hash = new_hash(register, &code, pin).await?;
                let (first, now) = (code.clone(), clock::now());
                register
                    .store
                    .write(Claim::None, move |tx| people::first_manager(tx, &first, &name, &hash, now))
                    .await?;
                register.refresh().await;
                let row = register.store.read(move |connection| people::find(connection, &code)).await?;
                let row = row.ok_or_else(people::nobody)?;
                note(register, What::SignedIn, Some(&row), tab.page.to_string()).await;
                Ok(self.sit(register, tab, row))
            }
        }
    }

    /// Whether somebody sat here who does not any more: nobody was there for too long, or he works here no more. While a
    /// payment is under way nobody is sent away.
    pub(super) fn look(&mut self, register: &Register) -> Option<SignedOut> {
        let token = self.seat.as_ref()?;
        let now = clock::now();
        let message = if register.people.code(token).is_none() {
            "担当者の設定が変わったか、別の画面でサインインしたため、サインアウトしました。もう一度サインインしてください。"
        } else if !register.people.is_idle(token, now) {
            return None;
        } else if register.is_paying() {
            register.people.touch(token, now);
            return None;
        } else {
            register.people.rise(token);
            "しばらく操作がなかったため、サインアウトしました。サインインすると続きから操作できます。"
        };
        self.seat = None;
        Some(SignedOut { message: message.to_owned() })
    }

    /// サインアウト, and why. Where the seat is gone already, whoever ended it has said so.
    pub(super) async fn rise(&mut self, register: &Register, subject: &str) {
        if let Some(token) = self.seat.take()
            && let Some(who) = register.people.rise(&token)
        {
            let entry = Entry { what: What::SignedOut, who: Some(who), subject: subject.to_owned() };
            audit::note(&register.store, entry).await;
        }
    }

    fn sit(&mut self, register: &Register, tab: Tab, row: OperatorRow) -> PeopleReply {
        let resume = register.people.sit(&row.operator.code, tab, clock::now());
        self.seat = Some(resume.clone());
        PeopleReply::SignedIn { who: person(row), resume }
    }

    /// Somebody who is signed in and still works here.
    async fn somebody(&mut self, register: &Register) -> Result<String, BooksError> {
        let not_signed_in = || {
            refuse(RefusalCode::NotSignedIn, "サインインしていません。サインインしてから操作してください。")
        };
        let (Some(token), Some(code)) = (self.seat.clone(), self.who(register)) else {
            return Err(not_signed_in());
        };
        let asked = code.clone();
        if register.store.read(move |connection| people::role(connection, &asked)).await?.is_none() {
            register.people.rise(&token);
            return Err(not_signed_in());
        }
        register.people.touch(&token, clock::now());
        Ok(code)
    }

    /// The manager of an approval.
    async fn manager(&mut self, register: &Register, approval: &Approval) -> Result<String, BooksError> {
        let row = self.prove(register, &approval.operator, &approval.pin).await?;
        match row.role {
            Role::Manager => {
                let asked_by = self.who(register).unwrap_or_default();
                note(register, What::Allowed, Some(&row), asked_by).await;
                Ok(row.operator.code)
            }
            Role::Clerk => Err(refuse(
                RefusalCode::ManagerOnly,
                format!(
                    "{}さんは責任者ではありません。責任者のコードとPINを入力してください。",
                    row.operator.name
                ),
            )),
        }
    }

    /// Whose code and PIN these are. The try is counted before it is judged.
    async fn prove(
        &mut self,
        register: &Register,
        operator: &str,
        pin: &Pin,
    ) -> Result<OperatorRow, BooksError> {
        self.check_patience()?;
        let (typed, now) = (operator.to_owned(), clock::now());
        let begun = register.store.write(Claim::Reserve, move |tx| people::begin_try(tx, &typed, now)).await;
        let tried = match begun {
            Ok(tried) => tried,
            Err(error) => {
                if let BooksError::Refused(refusal) = &error {
                    if refusal.code == RefusalCode::WrongPin {
                        self.note_wrong();
                    }
                    // Of those whom nobody knows only so many are written down: a flood of them is one thing to know.
                    if REFUSED.may_say() {
                        note(register, What::Refused, None, format!("{:?}", refusal.code)).await;
                    }
                }
                return Err(error);
            }
        };
        let (typed, hash) = (pin.clone(), tried.hash.clone());
        if !compare(register, move || people::is_pin_of(&typed, &hash)).await? {
            self.note_wrong();
            tracing::warn!(operator = tried.row.operator.code, wrong = tried.wrong, "a wrong PIN");
            note(register, What::Refused, Some(&tried.row), format!("wrong PIN {}", tried.wrong)).await;
            return Err(people::wrong_pin(tried.wrong, now));
        }
        let code = tried.row.operator.code.clone();
        register.store.write(Claim::Reserve, move |tx| people::proved(tx, &code)).await?;
        self.wrong = 0;
        Ok(tried.row)
    }

    fn note_wrong(&mut self) {
        self.wrong = self.wrong.saturating_add(1);
        self.wrong_at = Some(Instant::now());
    }

    fn check_patience(&self) -> Result<(), BooksError> {
        let waits = self.wrong_at.is_some_and(|at| at.elapsed() < WAIT);
        if self.wrong < MOST_WRONG || !waits {
            return Ok(());
        }
        Err(refuse(
            RefusalCode::PinLocked,
            "この画面でPINのまちがいが続いています。1分待ってから、担当者コードとPINを確認して入力してください。",
        ))
    }

    async fn set_pin(
        &mut self,
        register: &Arc<Register>,
        who: String,
        row: Seen,
        pin: Pin,
        old: Option<Pin>,
        approval: Option<Approval>,
    ) -> Result<PeopleReply, BooksError> {
        let Seen { code: operator, revision } = row;
        let own = who == operator;
        let mut by = By { who: Some(who), approved_by: None };
        match (own, &old, &approval) {
            (true, Some(old), _) => {
                self.prove(register, &operator, old).await?;
            }
            (true, None, _) => {
                return Err(refuse(RefusalCode::BadPin, "今のPINを入力してください。"));
            }
            (false, _, Some(approval)) => by.approved_by = Some(self.manager(register, approval).await?),
            (false, _, None) => {}
        }
        let hash = new_hash(register, &operator, pin).await?;
        let (code, now) = (operator.clone(), clock::now());
        register
            .store
            .write(Claim::None, move |tx| {
                let mut by = by.clone();
                if !own {
                    by.approved_by = Some(rights::claim(tx, Right::Settings, &by)?.by);
                }
                if let Some(revision) = revision {
                    masters::at_revision(tx, Master::Operator, &code, revision)?;
                }
                people::set_pin(tx, &code, &hash, &by, now)
            })
            .await?;
        let stays = if own { self.seat.as_ref() } else { None };
        register.people.rise_elsewhere(&operator, stays);
        register.refresh().await;
        Ok(PeopleReply::Done)
    }
}

/// A row of 担当者マスタ, as the one who asks for a PIN saw it.
struct Seen {
    code: String,
    revision: Option<u64>,
}

/// Whoever does not work here any more is signed out.
///
/// # Errors
/// The database.
pub(super) async fn keep_only_staff(register: &Register) -> Result<(), BooksError> {
    let staff = register.store.read(catalog::operators).await?;
    let codes: Vec<String> = staff.into_iter().map(|operator| operator.code).collect();
    register.people.keep_only(&codes);
    Ok(())
}

/// Whom a request is answered to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// Any page that was greeted: it learns what became of a payment, and what the goods on the shelves are.
    Anybody,
    /// A page somebody is signed in at: it writes, or moves a terminal.
    SignedIn,
}

pub(super) fn who_may(request: &Request) -> Who {
    match request {
        // Both come before anybody could sign in, and are answered before this is asked.
        Request::Hello { .. }
        | Request::Pair { .. }
        | Request::PaymentStatus { .. }
        | Request::ReadCatalog
        | Request::People { .. } => Who::Anybody,
        Request::PutDraft { .. }
        | Request::DiscardDraft { .. }
        | Request::ParkSale { .. }
        | Request::RecallSale { .. }
        | Request::TakeOverSale { .. }
        | Request::CommitSale { .. }
        | Request::StartPayment { .. }
        | Request::CancelPayment { .. }
        | Request::Reinquire { .. }
        | Request::DecidePayment { .. }
        | Request::AnswerHandOver { .. }
        | Request::CommitUnlinked { .. }
        | Request::CloseAction { .. }
        | Request::ReportDifference { .. }
        | Request::RefundInCash { .. }
        // Looking through the shop's slips, sums and settings is for its people, too.
        | Request::ReadReceipt { .. }
        | Request::Slips { .. }
        | Request::Story { .. }
        | Request::Reservations { .. }
        | Request::History { .. }
        | Request::Paper { .. }
        | Request::Matching { .. }
        | Request::Hosted { .. }
        | Request::AcceptTerminal { .. }
        | Request::Day {
            ask:
                DayRequest::Drawer
                | DayRequest::Report { .. }
                | DayRequest::Open { .. }
                | DayRequest::Move { .. }
                | DayRequest::Check { .. }
                | DayRequest::Close { .. },
        }
        | Request::Masters {
            ask:
                MastersRequest::Read { .. }
                | MastersRequest::Changes { .. }
                | MastersRequest::Save { .. }
                | MastersRequest::Delete { .. }
                | MastersRequest::TestPort { .. }
                | MastersRequest::FindPorts
                | MastersRequest::FixTerminal { .. }
                | MastersRequest::File { .. },
        } => Who::SignedIn,
    }
}

/// A line of 監査記録 about somebody who is known, or about nobody.
async fn note(register: &Register, what: What, row: Option<&OperatorRow>, subject: String) {
    let who = row.map(|row| row.operator.code.clone());
    audit::note(&register.store, Entry { what, who, subject }).await;
}

fn person(row: OperatorRow) -> Person {
    Person { operator: row.operator, role: row.role }
}

async fn new_hash(register: &Register, code: &str, pin: Pin) -> Result<Hash, BooksError> {
    pin.check_new(code).map_err(|weak| refuse(RefusalCode::BadPin, weak.to_string()))?;
    let made = compare(register, move || people::hash(&pin)).await?;
    made.map_err(|error| StoreError::Other(error.to_string()).into())
}

/// Slow work with a PIN: on a thread of its own, a few at a time.
async fn compare<T: Send + 'static>(
    register: &Register,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, BooksError> {
    let _turn = register.people.turn_to_compare().await;
    tokio::task::spawn_blocking(work).await.map_err(|_| StoreError::Closed.into())
}
