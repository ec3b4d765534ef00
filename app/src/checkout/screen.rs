//! Screens and dialogs, and which of them is topmost.

use catlink_shared::card::CatDeviceId;
use catlink_shared::ids::{ActionId, PaymentId};
use catlink_shared::masters::Master;
use catlink_shared::payment::PaymentState;

use super::day::DayScreen;
use super::field::Field;
use super::history::HistoryScreen;
use super::hosted::HostedScreen;
use super::issue::IssueScreen;
use super::masters::place::fields_of;
use super::matching::MatchScreen;
use super::reserve::ReserveScreen;
use super::slips::SlipScreen;

/// A screen or dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// 業務メニュー and 処理メニュー
    Menu,
    /// 店頭販売
    Sale,
    /// 【商品検索】
    Search,
    /// 【数量】
    Quantity,
    /// 【値引・割引】
    Discount,
    /// 【取消確認】
    Discard,
    /// 【引継ぎ確認】: another page's sale becomes this page's.
    TakeOver,
    /// 【呼出】: the parked sales.
    Park,
    /// 要確認 and 端末側の操作待ち
    Lists,
    /// 【端末側の操作】: closing one of them.
    Action(ActionId),
    /// 【現金返金】: closing one whose brand cannot be voided on the terminal.
    Refund(ActionId),
    /// 【端末交換】: another unit than the shop's answers.
    Exchange(CatDeviceId),
    /// 【担当者入力】
    Operator,
    /// 【チェックアウト】
    Checkout,
    /// 【クレジット利用】
    Credit,
    /// The panel CAT端末連動中.
    Linking(PaymentId),
    /// 【決済エラー】
    Failure(PaymentId),
    /// 【連動しないで確定】
    Unlinked(PaymentId),
    /// 【売上票の登録】: what was not charged, says the terminal, has a 売上票 after all.
    Paper(PaymentId),
    /// 【結果不明】
    Unknown(PaymentId),
    /// 「商品はお渡し済みですか?」
    HandOver(PaymentId),
    /// 【決済内容相違】
    Contradiction(PaymentId),
    /// The receipt.
    Receipt,
    /// 【外部ページの登録】: this page comes from elsewhere and is not paired.
    Pairing,
    /// 【サインイン】
    SignIn,
    /// 【責任者の登録】: a shop without a manager.
    FirstManager,
    /// 【責任者の承認】 over the clerk's screen.
    Approval,
    /// The list of a master.
    Masters(Master),
    /// One row's form.
    Row(Master),
    /// 【削除確認】
    Erase(Master),
    /// 【破棄確認】: what was typed into the form.
    Abandon,
    /// What can be chosen for a field of the form.
    Options,
    /// 【変更履歴】
    Changes(Master),
    /// 【接続テスト】
    PortTest,
    /// The serial ports of this computer.
    FoundPorts,
    /// 【PIN設定】
    Pin,
    /// 【取込・書出】
    Files(Master),
    /// 【CSV書出】: a report goes out as a file.
    Export,
    /// 伝票照会・取消, and what it leads to.
    Slips(SlipScreen),
    /// The business day.
    Day(DayScreen),
    /// 予約
    Reserve(ReserveScreen),
    /// 領収書 and 電子ジャーナル
    Issue(IssueScreen),
    /// 【決済の経過】
    Story,
    /// クレジット利用履歴
    History(HistoryScreen),
    /// 決済照合
    Matching(MatchScreen),
    /// 外部ページの接続
    Hosted(HostedScreen),
}

/// What a person chooses in 【結果不明】 and 【決済内容相違】.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// 端末で決済完了(売上票あり)
    Charged,
    /// 端末に記録なし(請求なし)
    NotOnRecord,
    /// 端末に「処理未了」の表示
    Incomplete,
    /// 確認できない(保留)
    Hold,
    /// 端末で取消済み
    Voided,
    /// 現金で返金した
    Refunded,
    /// 別の方法で受取る
    Otherwise,
}

/// What is typed from a 売上票.
const PAPER: &[Field] =
    &[Field::SlipNumber, Field::SlipAmount, Field::SlipTime, Field::ApprovalCode, Field::Operator];

/// What is typed of cash that was given back.
const CASH: &[Field] = &[Field::RefundAmount, Field::Operator];

impl Screen {
    /// Its name in the page, for tests and styles.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Menu => "menu",
            Self::Sale => "sale",
            Self::Search => "search",
            Self::Quantity => "quantity",
            Self::Discount => "discount",
            Self::Discard => "discard",
            Self::TakeOver => "take-over",
            Self::Park => "park",
            Self::Lists => "lists",
            Self::Action(_) => "action",
            Self::Refund(_) => "refund",
            Self::Exchange(_) => "exchange",
            Self::Operator => "operator",
            Self::Checkout => "checkout",
            Self::Credit => "credit",
            Self::Linking(_) => "linking",
            Self::Failure(_) => "failure",
            Self::Unlinked(_) => "unlinked",
            Self::Paper(_) => "paper",
            Self::Unknown(_) => "unknown",
            Self::HandOver(_) => "handover",
            Self::Contradiction(_) => "contradiction",
            Self::Receipt => "receipt",
            Self::Pairing => "pairing",
            Self::SignIn => "sign-in",
            Self::FirstManager => "first-manager",
            Self::Approval => "approval",
            Self::Masters(_) => "masters",
            Self::Row(_) => "row",
            Self::Erase(_) => "erase",
            Self::Abandon => "abandon",
            Self::Options => "options",
            Self::Changes(_) => "changes",
            Self::PortTest => "port-test",
            Self::FoundPorts => "found-ports",
            Self::Pin => "pin",
            Self::Files(_) => "files",
            Self::Export => "export",
            Self::Slips(screen) => screen.name(),
            Self::Day(screen) => screen.name(),
            Self::Reserve(screen) => screen.name(),
            Self::Issue(screen) => screen.name(),
            Self::Story => "story",
            Self::History(screen) => screen.name(),
            Self::Matching(screen) => screen.name(),
            Self::Hosted(screen) => screen.name(),
        }
    }

    /// Whether it stands over another screen.
    #[must_use]
    pub const fn is_dialog(self) -> bool {
        match self {
            Self::Day(screen) => screen.is_dialog(),
            Self::Reserve(screen) => screen.is_dialog(),
            Self::History(screen) => screen.is_dialog(),
            Self::Issue(screen) => screen.is_dialog(),
            Self::Matching(screen) => screen.is_dialog(),
            Self::Hosted(screen) => screen.is_dialog(),
            _ => !matches!(self, Self::Menu | Self::Sale | Self::Masters(_) | Self::Slips(SlipScreen::Find)),
        }
    }

    /// Whether it is about money: it opens deaf, and what is scanned during it is dropped.
    #[must_use]
    pub const fn is_about_money(self) -> bool {
        match self {
            Self::Discard
            | Self::TakeOver
            | Self::Action(_)
            | Self::Refund(_)
            | Self::Checkout
            | Self::Credit
            | Self::Linking(_)
            | Self::Failure(_)
            | Self::Unlinked(_)
            | Self::Paper(_)
            | Self::Exchange(_)
            | Self::Unknown(_)
            | Self::HandOver(_)
            | Self::Contradiction(_)
            | Self::Approval
            | Self::Receipt => true,
            Self::Slips(screen) => screen.is_about_money(),
            Self::Day(screen) => screen.is_about_money(),
            Self::Reserve(screen) => screen.is_about_money(),
            Self::Menu
            | Self::Sale
            | Self::Search
            | Self::Quantity
            | Self::Discount
            | Self::Park
            | Self::Lists
            | Self::Pairing
            | Self::SignIn
            | Self::FirstManager
            | Self::Operator
            | Self::Masters(_)
            | Self::Row(_)
            | Self::Erase(_)
            | Self::Abandon
            | Self::Options
            | Self::PortTest
            | Self::FoundPorts
            | Self::Pin
            | Self::Changes(_)
            | Self::History(_)
            | Self::Files(_)
            | Self::Export
            | Self::Issue(_)
            | Self::Story
            | Self::Hosted(_)
            | Self::Matching(_) => false,
        }
    }

    /// Whether it asks who somebody is, or whether this page may be here, over whatever is worked on.
    #[must_use]
    pub const fn is_for_people(self) -> bool {
        matches!(self, Self::SignIn | Self::FirstManager | Self::Approval | Self::Pairing)
    }

    /// Whether it is where a sale is paid.
    #[must_use]
    pub const fn takes_money(self) -> bool {
        matches!(self, Self::Checkout | Self::Credit)
    }

    /// The dialog a payment's state asks for.
    #[must_use]
    pub const fn of_payment(id: PaymentId, state: &PaymentState) -> Option<Self> {
        match state {
            PaymentState::Accepted | PaymentState::Sent | PaymentState::Approved { .. } => {
                Some(Self::Linking(id))
            }
            PaymentState::Unknown { .. } | PaymentState::Held { .. } | PaymentState::Superseded { .. } => {
                Some(Self::Unknown(id))
            }
            PaymentState::AwaitingHandOver { .. } => Some(Self::HandOver(id)),
            PaymentState::Contradicted { .. } => Some(Self::Contradiction(id)),
            PaymentState::NotCharged { .. } => Some(Self::Failure(id)),
            PaymentState::Sold { .. }
            | PaymentState::VoidPromised
            | PaymentState::Uncollected { .. }
            | PaymentState::DoublyReceived => None,
        }
    }

    /// Its fields in the order Enter goes through them; the first has the focus at first.
    #[must_use]
    pub fn fields(self, choice: Option<Choice>) -> &'static [Field] {
        match self {
            Self::Masters(_) => &[Field::Find],
            Self::Reserve(screen) => screen.fields(),
            Self::History(screen) => screen.fields(),
            Self::Issue(screen) => screen.fields(),
            Self::Matching(screen) => screen.fields(),
            Self::Hosted(screen) => screen.fields(),
            Self::Pairing => &[Field::PairingCode],
            Self::Options => &[Field::FindOption],
            Self::Pin => &[Field::Pin, Field::PinAgain],
            Self::Row(master) => fields_of(master),
            Self::Slips(screen) => screen.fields(),
            Self::Sale => &[Field::Code],
            Self::Search => &[Field::Search],
            Self::Quantity => &[Field::Quantity],
            Self::Discount => &[Field::DiscountYen, Field::DiscountRate],
            Self::Action(_) => &[Field::SlipNumber, Field::SlipAmount, Field::Operator],
            Self::Refund(_) => CASH,
            Self::Operator | Self::HandOver(_) | Self::Exchange(_) => &[Field::Operator],
            Self::Checkout => &[Field::Tendered, Field::SlipDiscount],
            Self::Unlinked(_) => &[Field::Reason, Field::Operator],
            Self::Paper(_) => PAPER,
            Self::Unknown(_) | Self::Contradiction(_) => match choice {
                Some(Choice::Charged) => PAPER,
                Some(Choice::NotOnRecord) => &[Field::NewestSlip, Field::Operator],
                Some(Choice::Hold) => &[Field::Contact, Field::NewestSlip, Field::Operator],
                Some(Choice::Voided) => &[Field::SlipNumber, Field::SlipAmount, Field::Operator],
                Some(Choice::Refunded) => CASH,
                Some(Choice::Incomplete | Choice::Otherwise) | None => &[],
            },
            // The amount of a card is reached with Tab: digits choose a row first.
            Self::Credit => &[Field::UseAmount],
            Self::SignIn | Self::Approval => &[Field::Person, Field::Pin],
            Self::FirstManager => &[Field::Person, Field::PersonName, Field::Pin, Field::PinAgain],
            Self::Menu
            | Self::Discard
            | Self::TakeOver
            | Self::Park
            | Self::Lists
            | Self::Linking(_)
            | Self::Failure(_)
            | Self::Receipt
            | Self::Erase(_)
            | Self::Abandon
            | Self::PortTest
            | Self::FoundPorts
            | Self::Changes(_)
            | Self::Day(_)
            | Self::Files(_)
            | Self::Export
            | Self::Story => &[],
        }
    }

    /// The field that has the focus when it opens.
    #[must_use]
    pub fn first_field(self, choice: Option<Choice>) -> Option<Field> {
        match self {
            Self::Credit => None,
            _ => self.fields(choice).first().copied(),
        }
    }
}
