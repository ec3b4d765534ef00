//! Fields a clerk types into.

use std::collections::BTreeMap;

use catlink_shared::barcode::half_width;
use catlink_shared::money::Yen;
use catlink_shared::reservation;
use catlink_shared::wire::hosted::CODE_DIGITS;

use super::day::DayField;
use super::history::HistoryField;
use super::masters::Place;
use super::matching::MatchField;

/// A field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// 商品コード
    Code,
    /// 担当者コード
    Operator,
    /// お預り
    Tendered,
    /// 伝票値引
    SlipDiscount,
    /// What of the slip a card pays.
    UseAmount,
    /// Product search.
    Search,
    /// 数量
    Quantity,
    /// 値引, yen
    DiscountYen,
    /// 割引, percent
    DiscountRate,
    /// Why a slip is settled without the link.
    Reason,
    /// The terminal's 伝票番号 on its paper.
    SlipNumber,
    /// 金額 on the terminal's paper.
    SlipAmount,
    /// 時刻 on the terminal's paper.
    SlipTime,
    /// 承認番号 on the terminal's paper.
    ApprovalCode,
    /// The terminal's newest 伝票番号.
    NewestSlip,
    /// How to reach the customer.
    Contact,
    /// Who signs in: 担当者コード, or the bar code of a name tag.
    Person,
    /// 氏名
    PersonName,
    /// A PIN.
    Pin,
    /// The same once more.
    PinAgain,
    /// What the rows of a master's list hold.
    Find,
    /// What the rows hold that can be chosen for a field.
    FindOption,
    /// A field of a master's form.
    Entry(Place),
    /// Cash that was given back.
    RefundAmount,
    /// 伝票番号 that is looked for, typed or scanned from a receipt.
    FindNumber,
    /// The first day that is looked for.
    FindFrom,
    /// The last one.
    FindTo,
    /// The amount that is looked for.
    FindAmount,
    /// 担当者 who is looked for.
    FindOperator,
    /// The last four digits of a card that are looked for.
    FindLast4,
    /// The terminal's 伝票番号 that is looked for.
    FindSlip,
    /// How many pieces come back.
    BackPieces,
    /// Goods that come back without their slip.
    BackCode,
    /// When they were sold.
    SoldOn,
    /// With which slip.
    SoldNumber,
    /// A field of the business day's screens.
    Day(DayField),
    /// A field of 決済照合.
    Match(MatchField),
    /// What is looked for in 予約一覧.
    FindReservation,
    /// 宛名
    Addressee,
    /// 但し書き
    Proviso,
    /// What stands on a paper that is looked for.
    PaperText,
    /// お客様名
    Customer,
    /// 電話番号
    Phone,
    /// 引渡予定日
    DueDate,
    /// 内金
    Deposit,
    /// メモ of a reservation.
    BookingNote,
    /// A field of クレジット利用履歴.
    History(HistoryField),
    /// Where a page from elsewhere comes from.
    Origin,
    /// The code that pairs this page.
    PairingCode,
}

/// What a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// Digits, so many at most.
    Digits(usize),
    /// Half width letters, digits and signs, so many at most.
    Code(usize),
    /// Anything, so many characters at most.
    Text(usize),
}

impl Field {
    /// Its id in the page.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Operator => "operator",
            Self::Tendered => "tendered",
            Self::SlipDiscount => "slip-discount",
            Self::UseAmount => "use-amount",
            Self::Search => "search",
            Self::Quantity => "quantity",
            Self::DiscountYen => "discount-yen",
            Self::DiscountRate => "discount-rate",
            Self::Reason => "reason",
            Self::SlipNumber => "slip-number",
            Self::SlipAmount => "slip-amount",
            Self::SlipTime => "slip-time",
            Self::ApprovalCode => "approval-code",
            Self::NewestSlip => "newest-slip",
            Self::Contact => "contact",
            Self::Person => "person",
            Self::PersonName => "person-name",
            Self::Pin => "pin",
            Self::PinAgain => "pin-again",
            Self::Find => "find",
            Self::FindOption => "find-option",
            Self::Entry(place) => place.rule().key,
            Self::RefundAmount => "refund-amount",
            Self::FindNumber => "find-number",
            Self::FindFrom => "find-from",
            Self::FindTo => "find-to",
            Self::FindAmount => "find-amount",
            Self::FindOperator => "find-operator",
            Self::FindLast4 => "find-last4",
            Self::FindSlip => "find-slip",
            Self::BackPieces => "back-pieces",
            Self::BackCode => "back-code",
            Self::SoldOn => "sold-on",
            Self::SoldNumber => "sold-number",
            Self::Day(field) => field.id(),
            Self::Match(field) => field.id(),
            Self::FindReservation => "find-reservation",
            Self::Addressee => "addressee",
            Self::Proviso => "proviso",
            Self::PaperText => "paper-text",
            Self::Customer => "customer",
            Self::Phone => "customer-phone",
            Self::DueDate => "due-date",
            Self::Deposit => "deposit",
            Self::BookingNote => "booking-note",
            Self::History(field) => field.id(),
            Self::Origin => "origin",
            Self::PairingCode => "pairing-code",
        }
    }

    /// Its label.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Code => "商品コード",
            Self::Operator => "担当者コード",
            Self::Tendered => "お預り",
            Self::SlipDiscount => "伝票値引",
            Self::UseAmount => "利用金額",
            Self::Search => "商品名・カナ・コード",
            Self::Quantity => "数量",
            Self::DiscountYen => "値引(円)",
            Self::DiscountRate => "割引(%)",
            Self::Reason => "理由",
            Self::SlipNumber => "端末の伝票番号",
            Self::SlipAmount => "金額",
            Self::SlipTime => "時刻",
            Self::ApprovalCode => "承認番号",
            Self::NewestSlip => "端末の最新の伝票番号",
            Self::Contact => "お客様の連絡先",
            Self::Person => "担当者コード",
            Self::PersonName => "氏名",
            Self::Pin => "PIN",
            Self::PinAgain => "PIN(確認のためもう一度)",
            Self::Find | Self::FindOption => "検索",
            Self::Entry(place) => place.rule().label,
            Self::RefundAmount => "返金した金額",
            Self::FindNumber => "伝票番号",
            Self::FindFrom => "営業日(から)",
            Self::FindTo => "営業日(まで)",
            Self::FindAmount => "金額",
            Self::FindOperator => "担当者コード",
            Self::FindLast4 => "カード下4桁",
            Self::FindSlip => "端末の伝票番号",
            Self::BackPieces => "返品する数量",
            Self::BackCode => "返品する商品のコード",
            Self::SoldOn => "元の取引日",
            Self::SoldNumber => "元の伝票番号",
            Self::Day(field) => field.label(),
            Self::Match(field) => field.label(),
            Self::FindReservation => "予約番号・お名前・電話番号",
            Self::Addressee => "宛名",
            Self::Proviso => "但し書き",
            Self::PaperText => "印刷内容の文字",
            Self::Customer => reservation::CUSTOMER.label,
            Self::Phone => reservation::PHONE.label,
            Self::DueDate => reservation::DUE_DATE.label,
            Self::Deposit => reservation::DEPOSIT.label,
            Self::BookingNote => reservation::NOTE.label,
            Self::History(field) => field.label(),
            Self::Origin => "外部ページのアドレス",
            Self::PairingCode => "接続コード(8桁)",
        }
    }

    /// What it takes.
    #[must_use]
    pub const fn takes(self) -> Takes {
        match self {
            Self::Code | Self::BackCode => Takes::Code(32),
            Self::FindNumber => Takes::Code(20),
            Self::FindFrom | Self::FindTo => Takes::Code(10),
            Self::SoldOn | Self::SoldNumber => Takes::Text(20),
            Self::FindLast4 | Self::BackPieces => Takes::Digits(4),
            Self::Operator | Self::FindOperator | Self::ApprovalCode => Takes::Code(12),
            Self::Tendered
            | Self::SlipDiscount
            | Self::UseAmount
            | Self::SlipAmount
            | Self::RefundAmount
            | Self::Deposit
            | Self::SlipNumber
            | Self::FindAmount
            | Self::FindSlip
            | Self::NewestSlip => Takes::Digits(8),
            Self::Person | Self::PersonName => Takes::Text(20),
            Self::Pin | Self::PinAgain => Takes::Digits(8),
            Self::Quantity => Takes::Digits(4),
            Self::DiscountYen => Takes::Digits(8),
            Self::DiscountRate => Takes::Digits(3),
            Self::SlipTime => Takes::Code(5),
            Self::Search => Takes::Text(40),
            Self::Reason => Takes::Text(60),
            Self::Contact => Takes::Text(80),
            Self::Find
            | Self::FindOption
            | Self::FindReservation
            | Self::Addressee
            | Self::Proviso
            | Self::PaperText
            | Self::BookingNote => Takes::Text(40),
            Self::Customer => Takes::Text(24),
            Self::Phone => Takes::Code(19),
            Self::DueDate => Takes::Code(10),
            Self::Entry(place) => place.takes(),
            Self::Day(field) => field.takes(),
            Self::History(field) => field.takes(),
            Self::Origin => Takes::Code(260),
            Self::PairingCode => Takes::Digits(CODE_DIGITS),
            Self::Match(field) => field.takes(),
        }
    }

    /// Whether nobody may read what stands in it.
    #[must_use]
    pub const fn is_secret(self) -> bool {
        matches!(self, Self::Pin | Self::PinAgain)
    }

    /// The text as the field takes it; what does not belong is left out.
    #[must_use]
    pub fn clean(self, text: &str) -> String {
        match self.takes() {
            Takes::Digits(most) => half_width(text).chars().filter(char::is_ascii_digit).take(most).collect(),
            Takes::Code(most) => half_width(text).chars().filter(|c| !c.is_control()).take(most).collect(),
            Takes::Text(most) => text.chars().filter(|c| !c.is_control()).take(most).collect(),
        }
    }
}

/// What stands in the fields. An empty field is not kept.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Fields(BTreeMap<Field, String>);

/// A PIN is not shown.
impl std::fmt::Debug for Fields {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let shown = self.0.iter().map(|(field, text)| (field, if field.is_secret() { "****" } else { text }));
        f.debug_map().entries(shown).finish()
    }
}

impl Fields {
    /// The text of a field.
    #[must_use]
    pub fn get(&self, field: Field) -> &str {
        self.0.get(&field).map_or("", String::as_str)
    }

    /// Sets a field.
    pub fn set(&mut self, field: Field, text: String) {
        if text.is_empty() {
            self.0.remove(&field);
        } else {
            self.0.insert(field, text);
        }
    }

    /// Empties fields.
    pub fn clear(&mut self, fields: &[Field]) {
        for field in fields {
            self.0.remove(field);
        }
    }

    /// The figure of a field; none where it is empty.
    #[must_use]
    pub fn yen(&self, field: Field) -> Option<Yen> {
        self.get(field).parse().ok().map(Yen::new)
    }
}

#[cfg(test)]
mod tests {
    use super::Field;

    #[test]
    fn figures_in_full_width_count_as_half_width() {
        assert_eq!(Field::Tendered.clean("１,０００円"), "1000");
        assert_eq!(Field::SlipTime.clean("１０：０５"), "10:05");
        assert_eq!(Field::Contact.clean("田中 090"), "田中 090");
    }
}
