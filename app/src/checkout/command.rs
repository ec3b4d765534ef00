//! Which key does what on which screen. One table, so that the bar shows what the keys do and a key means the same
//! everywhere: F12 = 確定/発行/はい, F9 = いいえ/戻る/中止, F5 = 検索/選択, F4 = 拡張/参照, F1 = 取消.

use catlink_shared::ids::PaymentId;
use catlink_shared::masters::Master;
use catlink_shared::payment::HandOver;
use catlink_shared::payment::PaymentState;
use catlink_shared::reservation::Purpose;
use catlink_shared::terminal::profile::WayBack;
use catlink_shared::wire::files::Verdict;
use catlink_shared::wire::update::PaidFor;

use super::day::keys::DayKey;
use super::history::HistoryCommand;
use super::hosted::HostedKey;
use super::issue::keys::IssueCommand;
use super::matching::MatchKey;
use super::menu::Level;
use super::reserve::ReserveCommand;
use super::run::Step;
use super::screen::{Choice, Screen};
use super::slips::keys::SlipCommand;
use super::story::StoryCommand;
use super::{Checkout, Link};

/// What a function key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// Enter the chosen menu entry.
    EnterMenu,
    /// Back to 業務メニュー.
    LeaveMenu,
    /// Open a dialog.
    Open(Screen),
    /// Close the topmost dialog or screen.
    Close,
    /// 会計保留
    Park,
    /// 行削除
    DeleteLine,
    /// 発行
    Issue,
    /// Open the question of this sale again.
    Reopen,
    /// Confirm the topmost dialog.
    Confirm,
    /// Choose the next row.
    SelectNext,
    /// ちょうど
    TenderExactly,
    /// Go to 伝票値引.
    GoToSlipDiscount,
    /// クレジット入力
    OpenCredit,
    /// F9中止
    CancelPayment,
    /// F9いいえ in 【決済エラー】
    DismissFailure,
    /// 売上票あり in 【連動しないで確定】
    OpenPaper,
    /// F12はい in 【決済エラー】
    OpenUnlinked,
    /// 再照会
    Reinquire,
    /// Close the form of a choice.
    CloseChoice,
    /// あとで
    LeaveQuestion,
    /// An answer to 「商品はお渡し済みですか?」
    AnswerHandOver(HandOver),
    /// 印刷
    Print,
    /// 次の会計へ
    NextSale,
    /// サインアウト
    SignOut,
    /// F9いいえ in 【責任者の承認】
    RefuseApproval,
    /// F2新規
    NewRow,
    /// F1削除
    EraseRow,
    /// 前頁 and 次頁
    Turn(Step),
    /// Another master that belongs to this one.
    OpenMaster(Master),
    /// F5選択 in a form
    ChooseEntry,
    /// The next tab of the form.
    NextTab,
    /// F9 in a form
    LeaveForm,
    /// F6接続テスト
    TestPort,
    /// F6 PIN設定
    OpenPin,
    /// F12はい in 【破棄確認】
    Discarded,
    /// F9 in 【取込・書出】
    LeaveFiles,
    /// A key of 伝票照会 and what it leads to.
    Slips(SlipCommand),
    /// F6金額相違 in 【端末側の操作】
    ReportDifference,
    /// 誤りの行を書出
    FetchLeftOut,
    /// A key of the business day's screens.
    Day(DayKey),
    /// A key of 予約.
    Reserve(ReserveCommand),
    /// A key of 領収書 or 電子ジャーナル.
    Issues(IssueCommand),
    /// A key of 【決済の経過】, or one that opens it.
    Story(StoryCommand),
    /// A key of クレジット利用履歴.
    History(HistoryCommand),
    /// A key of 決済照合.
    Match(MatchKey),
    /// A key of 外部ページの接続.
    Hosted(HostedKey),
}

/// Whether a key can be pressed now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ready {
    /// Yes.
    Yes,
    /// It is grey.
    No,
}

/// A function key as the bar shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FunctionKey {
    /// 1–12
    pub number: u8,
    /// Its label.
    pub label: &'static str,
    /// What it does.
    pub command: Command,
    /// Whether it can be pressed.
    pub ready: Ready,
}

pub(super) const fn key(number: u8, label: &'static str, command: Command) -> FunctionKey {
    FunctionKey { number, label, command, ready: Ready::Yes }
}

pub(super) const LISTS: FunctionKey = key(4, "参照", Command::Open(Screen::Lists));
pub(super) const BACK: FunctionKey = key(9, "戻る", Command::Close);
/// The choices of 【結果不明】, in the order of their digits.
const UNKNOWN: &[(Choice, &str)] = &[
    (Choice::Charged, "端末で決済完了(売上票あり)"),
    (Choice::NotOnRecord, "端末に記録なし(請求なし)"),
    (Choice::Incomplete, "端末に「処理未了」の表示"),
    (Choice::Hold, "確認できない(保留)"),
    (Choice::Otherwise, "別の方法で受取る(現金など)"),
];
pub(super) const CONFIRM: FunctionKey = key(12, "確定", Command::Confirm);

impl Checkout {
    /// The keys of the topmost screen, in the order of their numbers.
    #[must_use]
    pub fn function_keys(&self) -> Vec<FunctionKey> {
        let mut keys = self.keys_of(self.top());
        let away = self.link() != Link::Open;
        for key in &mut keys {
            let asks_agent = matches!(
                key.command,
                Command::Park
                    | Command::Open(Screen::TakeOver)
                    | Command::Issue
                    | Command::CancelPayment
                    | Command::Reinquire
                    | Command::AnswerHandOver(_)
            );
            if (self.is_blocked() && !matches!(key.command, Command::Print)) || (away && asks_agent) {
                key.ready = Ready::No;
            }
        }
        keys
    }

    pub(super) fn keys_of(&self, top: Screen) -> Vec<FunctionKey> {
        match top {
            Screen::Menu => self.menu_keys(),
            Screen::Sale => self.sale_keys(),
            Screen::Search => vec![key(5, "選択", Command::SelectNext), BACK, CONFIRM],
            Screen::Action(id) => self.action_keys(id),
            Screen::Quantity | Screen::Discount | Screen::Refund(_) | Screen::Paper(_) => {
                vec![BACK, CONFIRM]
            }
            Screen::Discard | Screen::TakeOver | Screen::Exchange(_) => {
                vec![key(9, "いいえ", Command::Close), key(12, "はい", Command::Confirm)]
            }
            Screen::Park => {
                vec![key(5, "選択", Command::SelectNext), BACK, key(12, "呼出", Command::Confirm)]
            }
            Screen::Lists => {
                let mut keys =
                    vec![key(5, "選択", Command::SelectNext), BACK, key(12, "開く", Command::Confirm)];
                keys.extend(self.story_key_of_lists());
                keys
            }
            Screen::Operator => vec![key(5, "選択", Command::SelectNext), BACK, CONFIRM],
            Screen::Checkout => {
                let mut keys = vec![key(2, "ちょうど", Command::TenderExactly)];
                // What is on the counter while a payment is unknown is frozen.
                if self.superseding().is_none() {
                    keys.push(key(3, "伝票値引", Command::GoToSlipDiscount));
                }
                keys.extend([key(6, "クレジット入力", Command::OpenCredit), BACK, CONFIRM]);
                keys
            }
            Screen::Credit => vec![key(5, "選択", Command::SelectNext), BACK, CONFIRM],
            Screen::Linking(id) => {
                let ready = if self.may_cancel(id) { Ready::Yes } else { Ready::No };
                vec![FunctionKey { ready, ..key(9, "中止", Command::CancelPayment) }]
            }
            Screen::Failure(id) => {
                let mut keys = vec![key(9, "いいえ", Command::DismissFailure)];
                if self.may_settle_unlinked(id) {
                    keys.push(key(12, "はい", Command::OpenUnlinked));
                }
                keys
            }
            Screen::Unlinked(_) => vec![
                key(5, "選択", Command::SelectNext),
                key(6, "売上票あり", Command::OpenPaper),
                BACK,
                CONFIRM,
            ],
            Screen::Unknown(id) => self.unknown_keys(id),
            Screen::HandOver(id) => vec![
                key(1, self.undo_word(id), Command::AnswerHandOver(HandOver::VoidOnTerminal)),
                key(9, "あとで", Command::LeaveQuestion),
                key(12, self.sold_word(id), Command::AnswerHandOver(HandOver::Sold)),
            ],
            Screen::Contradiction(id) => self.contradiction_keys(id),
            Screen::Pairing => vec![key(12, "登録", Command::Confirm)],
            Screen::SignIn => vec![key(12, "サインイン", Command::Confirm)],
            Screen::FirstManager => vec![key(12, "登録", Command::Confirm)],
            Screen::Approval => {
                vec![key(9, "いいえ", Command::RefuseApproval), key(12, "はい", Command::Confirm)]
            }
            Screen::Masters(master) => self.master_keys(master),
            Screen::Row(_) => self.form_keys(),
            Screen::Erase(_) => vec![key(9, "いいえ", Command::Close), key(12, "はい", Command::Confirm)],
            Screen::Abandon => vec![key(9, "いいえ", Command::Close), key(12, "はい", Command::Discarded)],
            Screen::Options => vec![
                key(2, "前頁", Command::Turn(Step::Up)),
                key(3, "次頁", Command::Turn(Step::Down)),
                key(5, "選択", Command::SelectNext),
                BACK,
                CONFIRM,
            ],
            Screen::Changes(_) => vec![BACK],
            Screen::PortTest => vec![key(9, "戻る", Command::Close), key(12, "確認", Command::Confirm)],
            Screen::FoundPorts => vec![key(5, "選択", Command::SelectNext), BACK, CONFIRM],
            Screen::Pin => vec![BACK, CONFIRM],
            Screen::Files(_) | Screen::Export => self.file_keys(),
            Screen::Slips(screen) => self.slip_keys(screen),
            Screen::Day(screen) => self.day_keys(screen),
            Screen::Reserve(screen) => self.reserve_keys(screen),
            Screen::Issue(screen) => self.issue_keys(screen),
            Screen::Story => self.story_keys(),
            Screen::History(screen) => self.history_keys(screen),
            Screen::Matching(screen) => self.match_keys(screen),
            Screen::Hosted(screen) => self.hosted_keys(screen),
            Screen::Receipt => {
                let rest =
                    [key(10, "印刷", Command::Print), key(12, self.word_after_receipt(), Command::NextSale)];
                self.formal_key().into_iter().chain(rest).collect()
            }
        }
    }

    fn master_keys(&self, master: Master) -> Vec<FunctionKey> {
        let rows = self.open_list().is_some_and(|list| !list.rows.is_empty());
        let with_rows =
            |key: FunctionKey| FunctionKey { ready: if rows { Ready::Yes } else { Ready::No }, ..key };
        let mut keys = vec![
            with_rows(key(1, "削除", Command::EraseRow)),
            key(2, "新規", Command::NewRow),
            key(3, "前頁", Command::Turn(Step::Up)),
            LISTS,
            key(5, "選択", Command::SelectNext),
            key(7, "次頁", Command::Turn(Step::Down)),
            key(8, "取込・書出", Command::Open(Screen::Files(master))),
            BACK,
            key(10, "変更履歴", Command::Open(Screen::Changes(master))),
            with_rows(key(12, "修正", Command::Confirm)),
        ];
        let beside = match master {
            Master::CardCompany => Some(key(6, "カード区分", Command::OpenMaster(Master::CardCategory))),
            Master::Product => Some(key(6, "税区分", Command::OpenMaster(Master::TaxClass))),
            Master::Operator => Some(key(6, "PIN設定", Command::OpenPin)),
            Master::CardCategory | Master::Register | Master::TaxClass | Master::Store => None,
        };
        keys.extend(beside);
        keys
    }

    fn form_keys(&self) -> Vec<FunctionKey> {
        let mut keys =
            vec![key(5, "選択", Command::ChooseEntry), key(9, "戻る", Command::LeaveForm), CONFIRM];
        if self.desk.form().is_some_and(|form| form.tabs().len() > 1) {
            keys.push(key(10, "次のタブ", Command::NextTab));
        }
        if self.device_in_form().is_some() {
            keys.push(key(6, "接続テスト", Command::TestPort));
        }
        if let Some(Master::Store) = self.desk.form().map(|form| form.master) {
            keys.push(key(6, "書出", Command::Open(Screen::Files(Master::Store))));
            keys.push(key(8, "変更履歴", Command::Open(Screen::Changes(Master::Store))));
        }
        keys
    }

    fn file_keys(&self) -> Vec<FunctionKey> {
        let files = self.desk.files();
        if files.is_under_way() {
            return vec![key(9, "中止", Command::LeaveFiles)];
        }
        let mut keys = vec![key(9, "戻る", Command::LeaveFiles)];
        if !self.errands().is_empty() {
            keys.push(key(5, "選択", Command::SelectNext));
            keys.push(CONFIRM);
        }
        if files.has_left_out() {
            keys.push(key(6, "誤りの行を書出", Command::FetchLeftOut));
        }
        match files.to_keep() {
            Some(Verdict::Whole) => keys.push(key(12, "登録", Command::Confirm)),
            Some(Verdict::WithoutBadLines) => keys.push(key(12, "誤りを除き登録", Command::Confirm)),
            Some(Verdict::Nothing) | None => {}
        }
        keys
    }

    fn menu_keys(&self) -> Vec<FunctionKey> {
        let mut keys = vec![LISTS, key(5, "選択", Command::SelectNext)];
        if matches!(self.menu().level, Level::Process) {
            keys.push(key(9, "戻る", Command::LeaveMenu));
        }
        if self.is_signed_in() {
            keys.push(key(11, "サインアウト", Command::SignOut));
        }
        keys.push(key(12, "確定", Command::EnterMenu));
        keys
    }

    fn sale_keys(&self) -> Vec<FunctionKey> {
        if self.own_sale().is_none() && self.watched().is_some() {
            return vec![LISTS, BACK, key(12, "引継ぐ", Command::Open(Screen::TakeOver))];
        }
        let locked = self.is_locked();
        if locked {
            return vec![
                LISTS,
                key(5, "確認画面", Command::Reopen),
                key(7, "会計保留", Command::Park),
                key(8, "呼出", Command::Open(Screen::Park)),
                BACK,
            ];
        }
        let lines = self.draft().is_some_and(|draft| !draft.lines.is_empty());
        let with_lines =
            |key: FunctionKey| FunctionKey { ready: if lines { Ready::Yes } else { Ready::No }, ..key };
        let own = self.own_sale().is_some();
        let with_sale =
            |key: FunctionKey| FunctionKey { ready: if own { Ready::Yes } else { Ready::No }, ..key };
        vec![
            with_sale(key(1, "取消", Command::Open(Screen::Discard))),
            with_lines(key(2, "数量", Command::Open(Screen::Quantity))),
            with_lines(key(3, "値引・割引", Command::Open(Screen::Discount))),
            LISTS,
            key(5, "商品検索", Command::Open(Screen::Search)),
            with_lines(key(7, "会計保留", Command::Park)),
            key(8, "呼出", Command::Open(Screen::Park)),
            BACK,
            with_lines(key(11, "行削除", Command::DeleteLine)),
            with_lines(key(12, self.issue_word(), Command::Issue)),
        ]
    }

    fn unknown_keys(&self, id: PaymentId) -> Vec<FunctionKey> {
        let mut keys = vec![key(5, "再照会", Command::Reinquire)];
        let own = self.is_own_payment(id);
        if own {
            keys.push(key(7, "会計保留", Command::Park));
        }
        match self.choice() {
            None if !own => keys.push(BACK),
            None => {}
            Some(_) => keys.push(key(9, "戻る", Command::CloseChoice)),
        }
        match self.choice() {
            None | Some(Choice::Incomplete) => {}
            Some(
                Choice::Charged
                | Choice::NotOnRecord
                | Choice::Hold
                | Choice::Voided
                | Choice::Refunded
                | Choice::Otherwise,
            ) => keys.push(CONFIRM),
        }
        keys
    }

    fn contradiction_keys(&self, id: PaymentId) -> Vec<FunctionKey> {
        let mut keys = Vec::new();
        if self.is_own_payment(id) {
            keys.push(key(7, "会計保留", Command::Park));
        }
        match self.choice() {
            None => keys.push(key(9, "あとで", Command::LeaveQuestion)),
            Some(_) => {
                keys.push(key(9, "戻る", Command::CloseChoice));
                keys.push(CONFIRM);
            }
        }
        keys
    }

    /// The choices of the topmost question, in the order of their digits.
    #[must_use]
    pub fn choices(&self) -> &'static [(Choice, &'static str)] {
        match self.top() {
            Screen::Unknown(id) if self.may_supersede(id) => UNKNOWN,
            // The last one is for the page whose sale it is.
            Screen::Unknown(_) => &UNKNOWN[..UNKNOWN.len() - 1],
            Screen::Contradiction(id) => self.contradiction_choices(id),
            Screen::Menu
            | Screen::Sale
            | Screen::Search
            | Screen::Quantity
            | Screen::Discount
            | Screen::Discard
            | Screen::TakeOver
            | Screen::Park
            | Screen::Lists
            | Screen::Action(_)
            | Screen::Refund(_)
            | Screen::Operator
            | Screen::Checkout
            | Screen::Credit
            | Screen::Linking(_)
            | Screen::Failure(_)
            | Screen::Unlinked(_)
            | Screen::Paper(_)
            | Screen::Exchange(_)
            | Screen::HandOver(_)
            | Screen::Pairing
            | Screen::SignIn
            | Screen::FirstManager
            | Screen::Approval
            | Screen::Receipt
            | Screen::Masters(_)
            | Screen::Row(_)
            | Screen::Erase(_)
            | Screen::Abandon
            | Screen::Options
            | Screen::PortTest
            | Screen::FoundPorts
            | Screen::Pin
            | Screen::Files(_)
            | Screen::Export
            | Screen::Slips(_)
            | Screen::Day(_)
            | Screen::Reserve(_)
            | Screen::Issue(_)
            | Screen::Story
            | Screen::History(_)
            | Screen::Matching(_)
            | Screen::Hosted(_)
            | Screen::Changes(_) => &[],
        }
    }

    /// Of a sale that is made, and of one that is not; what cannot be voided on the terminal goes back in cash.
    fn contradiction_choices(&self, id: PaymentId) -> &'static [(Choice, &'static str)] {
        let sold = self.payment(id).is_some_and(|payment| {
            matches!(payment.state, PaymentState::Contradicted { receipt_number: Some(_), .. })
        });
        match (sold, self.way_back(id)) {
            (true, WayBack::Void) => &[
                (Choice::Charged, "売上票のとおりで正しい"),
                (Choice::NotOnRecord, "端末に記録なし(手動で決済し直す)"),
                (Choice::Voided, "端末で取消した(手動で決済し直す)"),
            ],
            (true, WayBack::Cash) => &[
                (Choice::Charged, "売上票のとおりで正しい"),
                (Choice::NotOnRecord, "端末に記録なし(手動で決済し直す)"),
                (Choice::Refunded, "現金で返金した(手動で決済し直す)"),
            ],
            (false, WayBack::Void) => {
                &[(Choice::Charged, "売上票のとおり決済済み"), (Choice::Voided, "端末で取消した")]
            }
            (false, WayBack::Cash) => {
                &[(Choice::Charged, "売上票のとおり決済済み"), (Choice::Refunded, "現金で返金した")]
            }
        }
    }

    /// What F12 does with the sale on the counter.
    fn issue_word(&self) -> &'static str {
        match self.purpose() {
            Purpose::Sale => "発行",
            Purpose::Reserve(_) => "予約内容",
            Purpose::Change { .. } => "変更内容",
            Purpose::HandOver { .. } => "引渡",
        }
    }

    /// What a late approval becomes.
    fn sold_word(&self, id: PaymentId) -> &'static str {
        match self.payment(id).map_or(PaidFor::Goods, |payment| payment.paid_for) {
            PaidFor::Goods => "販売確定",
            PaidFor::Deposit => "予約確定",
        }
    }

    /// What is done with a charge that has no sale.
    fn undo_word(&self, id: PaymentId) -> &'static str {
        match self.way_back(id) {
            WayBack::Void => "端末で取消",
            WayBack::Cash => "現金返金",
        }
    }
}
