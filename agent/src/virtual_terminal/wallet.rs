//! Brands the terminal takes, and the test cards a customer may show it. Labels and last digits only.

use catlink_shared::card::CardCategoryCode;
use catlink_shared::terminal::profile::CatModel;
use catlink_shared::terminal::{BrandCode, Last4, PaymentMedia};
use serde::{Deserialize, Serialize};

use Brand::*;

/// How a customer shows what they pay with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    /// タッチ
    Touch,
    /// カード挿入
    Insert,
    /// QR読取
    Scan,
}

/// A brand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "they are names")]
pub enum Brand {
    Visa,
    Mastercard,
    Jcb,
    Amex,
    Diners,
    UnionPay,
    Id,
    TransitIc,
    Edy,
    Waon,
    Nanaco,
    QuicPay,
    Pitapa,
    JDebit,
    RakutenPay,
    PayPay,
    DBarai,
    AuPay,
    Merpay,
    WeChatPay,
    Alipay,
}

const CREDIT: &[Brand] = &[Visa, Mastercard, Jcb, Amex, Diners];
const THREE_WAY: &[Brand] = &[Visa, Mastercard, Jcb, Amex, Diners, UnionPay];
const MONEY: &[Brand] = &[TransitIc, Edy, Waon, Nanaco, Id, QuicPay, Pitapa];
const DEBIT: &[Brand] = &[JDebit, UnionPay];
const CODES: &[Brand] = &[PayPay, DBarai, AuPay, RakutenPay, Merpay, Alipay, WeChatPay];

impl Brand {
    /// The name on slips.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.facts().0
    }

    /// What the terminal calls it on the line: JT-C60's published codes, on J-Mups its name.
    #[must_use]
    pub fn code(self, model: CatModel) -> BrandCode {
        let (name, code, _media) = self.facts();
        let text = match model {
            CatModel::JtC60 => code,
            CatModel::JMups => name,
        };
        BrandCode::new(text).expect("codes and names obey the rule")
    }

    /// What kind of money it is.
    #[must_use]
    pub const fn media(self) -> PaymentMedia {
        self.facts().2
    }

    /// Whether it can be voided on the terminal (交通系IC, 楽天Edy and nanaco cannot).
    #[must_use]
    pub const fn can_be_voided(self) -> bool {
        !matches!(self, TransitIc | Edy | Nanaco)
    }

    const fn facts(self) -> (&'static str, &'static str, PaymentMedia) {
        use PaymentMedia::{Code, Credit, Debit, ElectronicMoney};
        match self {
            Visa => ("VISA", "01", Credit),
            Mastercard => ("Mastercard", "02", Credit),
            Jcb => ("JCB", "03", Credit),
            Amex => ("AMEX", "04", Credit),
            Diners => ("Diners Club", "05", Credit),
            UnionPay => ("銀聯", "06", Credit),
            Id => ("iD", "02-01", ElectronicMoney),
            TransitIc => ("交通系IC", "02-02", ElectronicMoney),
            Edy => ("楽天Edy", "02-03", ElectronicMoney),
            Waon => ("WAON", "02-04", ElectronicMoney),
            Nanaco => ("nanaco", "02-05", ElectronicMoney),
            QuicPay => ("QUICPay+", "02-06", ElectronicMoney),
            Pitapa => ("PiTaPa", "02-07", ElectronicMoney),
            // JT-C60 publishes no code for it; ours.
            JDebit => ("J-Debit", "J-Debit", Debit),
            RakutenPay => ("楽天ペイ", "11", Code),
            PayPay => ("PayPay", "13", Code),
            DBarai => ("d払い", "14", Code),
            AuPay => ("au PAY", "15", Code),
            Merpay => ("メルペイ", "16", Code),
            WeChatPay => ("WeChat Pay", "21", Code),
            Alipay => ("Alipay", "22", Code),
        }
    }
}

/// What a category asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Method {
    /// Its name on the display.
    pub name: &'static str,
    /// The brands it takes.
    pub brands: &'static [Brand],
    /// Whether the brand is chosen on the terminal before the card is shown.
    pub choose_brand: bool,
    /// Whether 支払方法 is chosen.
    pub choose_condition: bool,
}

impl Method {
    /// The method of a category; nothing where the terminal does not know it.
    #[must_use]
    pub const fn of(category: CardCategoryCode) -> Option<Self> {
        let (name, brands): (_, &'static [Brand]) = match category.0 {
            1 => ("電子マネー", MONEY),
            2 => ("デビット", DEBIT),
            3 => ("クレジット", CREDIT),
            4 => ("銀聯", &[UnionPay]),
            5 => ("iD", &[Id]),
            6 => ("QUICPay+", &[QuicPay]),
            7 => ("交通系IC", &[TransitIc]),
            8 => ("楽天Edy", &[Edy]),
            9 => ("WAON", &[Waon]),
            10 => ("nanaco", &[Nanaco]),
            11 => ("PiTaPa", &[Pitapa]),
            12 => ("J-Debit", &[JDebit]),
            13 => ("QRコード", CODES),
            14 => ("PayPay", &[PayPay]),
            15 => ("d払い", &[DBarai]),
            16 => ("au PAY", &[AuPay]),
            17 => ("楽天ペイ", &[RakutenPay]),
            18 => ("メルペイ", &[Merpay]),
            19 => ("Alipay", &[Alipay]),
            20 => ("WeChat Pay", &[WeChatPay]),
            30 => ("クレジット・銀聯・タッチ", THREE_WAY),
            _ => return None,
        };
        Some(Self {
            name,
            brands,
            choose_brand: matches!(category.0, 1 | 2),
            choose_condition: matches!(category.0, 3 | 30),
        })
    }
}

/// A card, phone or code made for trying out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct TestCard {
    /// What HTTP calls it.
    pub id: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// Its brand.
    pub brand: Brand,
    /// How it can be shown.
    pub entries: &'static [Entry],
    /// Its last digits.
    pub last4: Option<&'static str>,
    /// What is on it.
    pub balance: Option<i64>,
    /// What becomes of a payment with it.
    pub issuer: Issuer,
}

/// What the issuer of a test card does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Issuer {
    /// Approves.
    Approves,
    /// Declines.
    Declines,
}

impl TestCard {
    /// The last digits, as they are kept.
    #[must_use]
    pub fn last4(&self) -> Option<Last4> {
        self.last4.and_then(Last4::reduce)
    }

    /// Whether a PIN is asked for: an inserted chip card does.
    #[must_use]
    pub fn wants_pin(&self, entry: Entry) -> bool {
        entry == Entry::Insert
    }

    /// The card of a name.
    #[must_use]
    pub fn of(id: &str) -> Option<&'static Self> {
        CARDS.iter().find(|card| card.id == id)
    }

    /// The first card of one of these brands that can be shown this way and does this.
    #[must_use]
    pub fn fitting(
        brands: &[Brand],
        entry: Option<Entry>,
        wish: impl Fn(&Self) -> bool,
    ) -> Option<&'static Self> {
        brands.iter().find_map(|brand| {
            CARDS.iter().find(|card| {
                card.brand == *brand && entry.is_none_or(|entry| card.entries.contains(&entry)) && wish(card)
            })
        })
    }
}

const CHIP: &[Entry] = &[Entry::Touch, Entry::Insert];
const TAP: &[Entry] = &[Entry::Touch];
const SLOT: &[Entry] = &[Entry::Insert];
const SCAN: &[Entry] = &[Entry::Scan];

const fn card(id: &'static str, label: &'static str, brand: Brand, last4: &'static str) -> TestCard {
    TestCard { id, label, brand, entries: CHIP, last4: Some(last4), balance: None, issuer: Issuer::Approves }
}

const fn money(id: &'static str, label: &'static str, brand: Brand, balance: Option<i64>) -> TestCard {
    TestCard { id, label, brand, entries: TAP, last4: None, balance, issuer: Issuer::Approves }
}

const fn code(id: &'static str, label: &'static str, brand: Brand) -> TestCard {
    TestCard { id, label, brand, entries: SCAN, last4: None, balance: None, issuer: Issuer::Approves }
}

/// Every test card.
pub const CARDS: &[TestCard] = &[
    card("visa", "VISA テスト", Visa, "1111"),
    TestCard { issuer: Issuer::Declines, ..card("visa-declined", "VISA 取扱不可", Visa, "0002") },
    card("mastercard", "Mastercard テスト", Mastercard, "4444"),
    card("jcb", "JCB テスト", Jcb, "0000"),
    card("amex", "AMEX テスト", Amex, "0005"),
    card("diners", "Diners Club テスト", Diners, "5904"),
    card("unionpay", "銀聯 テスト", UnionPay, "0126"),
    TestCard { entries: SLOT, ..card("j-debit", "J-Debit テスト", JDebit, "7788") },
    money("transit", "交通系IC (残高 20,000)", TransitIc, Some(20_000)),
    money("transit-poor", "交通系IC (残高 50)", TransitIc, Some(50)),
    money("edy", "楽天Edy (残高 50,000)", Edy, Some(50_000)),
    money("edy-poor", "楽天Edy (残高 50)", Edy, Some(50)),
    money("waon", "WAON (残高 50,000)", Waon, Some(50_000)),
    money("nanaco", "nanaco (残高 50,000)", Nanaco, Some(50_000)),
    money("id", "iD", Id, None),
    money("quicpay", "QUICPay+", QuicPay, None),
    money("pitapa", "PiTaPa", Pitapa, None),
    code("paypay", "PayPay", PayPay),
    code("d-barai", "d払い", DBarai),
    code("au-pay", "au PAY", AuPay),
    code("rakuten-pay", "楽天ペイ", RakutenPay),
    code("merpay", "メルペイ", Merpay),
    code("alipay", "Alipay", Alipay),
    code("wechat-pay", "WeChat Pay", WeChatPay),
];

#[cfg(test)]
mod tests {
    use catlink_shared::card::{CardCategoryCode, DEFAULT_CATEGORIES};
    use catlink_shared::terminal::profile::CatModel;

    use super::{CARDS, Method, TestCard};

    #[test]
    fn every_category_of_a_new_shop_can_be_paid() {
        for (code, name, ..) in DEFAULT_CATEGORIES {
            let method = Method::of(CardCategoryCode(*code)).expect(name);
            for brand in method.brands {
                assert!(TestCard::fitting(&[*brand], None, |_any| true).is_some(), "{brand:?}");
            }
        }
    }

    #[test]
    fn codes_are_those_the_maker_publishes() {
        for card in CARDS {
            let code = card.brand.code(CatModel::JtC60);
            let shown = CatModel::JtC60.profile().brand_name(code.as_str());
            assert_ne!(code.as_str(), "", "{shown}");
            assert_eq!(card.brand.code(CatModel::JMups).as_str(), card.brand.name());
        }
    }
}
