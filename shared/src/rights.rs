//! Who may do what (product.md §13). Which request needs which right is decided where it is done, from what it holds; here
//! are the rights themselves, and the words that ask for them.

use serde::{Deserialize, Serialize};

use crate::masters::operator::Role;

/// What only a manager may do, or allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// Masters and PINs.
    Settings,
    /// 練習モード
    Training,
    /// Ports of the terminals.
    Ports,
    /// 「端末が交換されました」
    TerminalExchange,
    /// Cash back for what was paid by card.
    CashRefund,
    /// 返品 without the slip it was sold with.
    ReturnWithoutOriginal,
    /// A decision on a payment nobody knows the end of.
    ManualDecision,
    /// 連動しないで確定 above the shop's limit.
    UnlinkedAboveLimit,
    /// 値引・割引 above the shop's limit.
    DiscountAboveLimit,
    /// 領収書 a second time.
    ReceiptReprint,
    /// 精算 with open questions or actions.
    CloseWithOpenItems,
}

impl Right {
    /// Every right.
    pub const ALL: &[Right] = &[
        Self::Settings,
        Self::Training,
        Self::Ports,
        Self::TerminalExchange,
        Self::CashRefund,
        Self::ReturnWithoutOriginal,
        Self::ManualDecision,
        Self::UnlinkedAboveLimit,
        Self::DiscountAboveLimit,
        Self::ReceiptReprint,
        Self::CloseWithOpenItems,
    ];

    /// Its word in the books.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Training => "training",
            Self::Ports => "ports",
            Self::TerminalExchange => "terminal_exchange",
            Self::CashRefund => "cash_refund",
            Self::ReturnWithoutOriginal => "return_without_original",
            Self::ManualDecision => "manual_decision",
            Self::UnlinkedAboveLimit => "unlinked_above_limit",
            Self::DiscountAboveLimit => "discount_above_limit",
            Self::ReceiptReprint => "receipt_reprint",
            Self::CloseWithOpenItems => "close_with_open_items",
        }
    }

    /// Its name on screens and in 変更履歴.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Settings => "設定の変更",
            Self::Training => "練習モードの切替",
            Self::Ports => "端末の接続設定",
            Self::TerminalExchange => "端末の交換",
            Self::CashRefund => "カード売上の現金返金",
            Self::ReturnWithoutOriginal => "元伝票のない返品",
            Self::ManualDecision => "決済結果の判断",
            Self::UnlinkedAboveLimit => "上限を超える連動しないで確定",
            Self::DiscountAboveLimit => "上限を超える値引・割引",
            Self::ReceiptReprint => "領収書の再発行",
            Self::CloseWithOpenItems => "未完了のある精算",
        }
    }

    /// The sentence that asks a manager for it.
    #[must_use]
    pub const fn question(self) -> &'static str {
        match self {
            Self::Settings => "設定を変更します。よろしいですか?",
            Self::Training => "練習モードを切り替えます。よろしいですか?",
            Self::Ports => "端末の接続設定を変更します。よろしいですか?",
            Self::TerminalExchange => "接続中の端末を、この店の新しい端末として登録します。よろしいですか?",
            Self::CashRefund => "カードの売上を現金で返金します。よろしいですか?",
            Self::ReturnWithoutOriginal => "元の伝票が見つからない返品です。よろしいですか?",
            Self::ManualDecision => {
                "結果の分からない決済を、人の判断で記録します。端末の表示と売上票を確認しましたか? よろしいですか?"
            }
            Self::UnlinkedAboveLimit => {
                "連動しないで確定する金額が、店舗の上限を超えています。よろしいですか?"
            }
            Self::DiscountAboveLimit => "値引・割引が、店舗の上限を超えています。よろしいですか?",
            Self::ReceiptReprint => "発行済みの領収書を、もう一度発行します。よろしいですか?",
            Self::CloseWithOpenItems => "確認の終わっていない項目があるまま精算します。よろしいですか?",
        }
    }
}

impl Role {
    /// Whether somebody of this role has a right without asking.
    #[must_use]
    pub const fn has(self, right: Right) -> bool {
        match (self, right) {
            (Self::Manager, _) => true,
            (
                Self::Clerk,
                Right::Settings
                | Right::Training
                | Right::Ports
                | Right::TerminalExchange
                | Right::CashRefund
                | Right::ReturnWithoutOriginal
                | Right::ManualDecision
                | Right::UnlinkedAboveLimit
                | Right::DiscountAboveLimit
                | Right::ReceiptReprint
                | Right::CloseWithOpenItems,
            ) => false,
        }
    }
}

/// A right that was used: whose PIN allowed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approved {
    /// What was allowed.
    pub right: Right,
    /// The manager's 担当者コード.
    pub by: String,
    /// Whether it was another than the one who asked.
    pub side: ApprovedBy,
}

/// Who allowed it, beside who asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApprovedBy {
    /// A manager, over a clerk's screen.
    Another,
    /// 自己承認: the manager who asked.
    Oneself,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Right, Role};

    /// product.md §13, in its order.
    const TABLE: &[(Right, bool, bool)] = &[
        (Right::Settings, false, true),
        (Right::Training, false, true),
        (Right::Ports, false, true),
        (Right::TerminalExchange, false, true),
        (Right::CashRefund, false, true),
        (Right::ReturnWithoutOriginal, false, true),
        (Right::ManualDecision, false, true),
        (Right::UnlinkedAboveLimit, false, true),
        (Right::DiscountAboveLimit, false, true),
        (Right::ReceiptReprint, false, true),
        (Right::CloseWithOpenItems, false, true),
    ];

    #[test]
    fn every_right_is_a_managers_and_none_a_clerks() {
        assert_eq!(TABLE.len(), Right::ALL.len());
        for (right, clerk, manager) in TABLE {
            assert!(Right::ALL.contains(right));
            assert_eq!(Role::Clerk.has(*right), *clerk, "{right:?}");
            assert_eq!(Role::Manager.has(*right), *manager, "{right:?}");
        }
    }

    #[test]
    fn every_right_has_a_word_a_name_and_a_question_of_its_own() {
        let words: BTreeSet<_> = Right::ALL.iter().map(|right| right.word()).collect();
        let labels: BTreeSet<_> = Right::ALL.iter().map(|right| right.label()).collect();
        assert_eq!((words.len(), labels.len()), (Right::ALL.len(), Right::ALL.len()));
        for right in Right::ALL {
            assert!(right.question().ends_with("よろしいですか?"), "{right:?}");
            let word = serde_json::to_string(right).expect("serializes");
            assert_eq!(word, format!("\"{}\"", right.word()));
        }
    }
}
