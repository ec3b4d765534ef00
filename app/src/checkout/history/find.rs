//! 【検索】: what was typed as a filter, and a filter in words.

use catlink_shared::barcode::half_width;
use catlink_shared::card::CardCategoryCode;
use catlink_shared::terminal::{Last4, SlipNumber};
use catlink_shared::wire::history::{CardWay, HistoryFilter, UseKind};

use super::place::{by_number, choices};
use super::{HistoryField, HistoryScreen};
use crate::checkout::Checkout;
use crate::checkout::field::Field;
use crate::checkout::screen::Screen;

impl Checkout {
    /// Opens クレジット利用履歴 from the menu: this month.
    pub(in crate::checkout) fn open_history(&mut self) {
        self.begin_conditions();
        self.history = super::History { filter: self.this_month(), ..super::History::default() };
        self.open(Screen::History(HistoryScreen::List));
    }

    /// F2 条件クリア: this month again.
    pub(super) fn begin_conditions(&mut self) {
        self.fields.clear(HistoryScreen::Find.fields());
        let month = self.this_month();
        self.fields.set(Field::History(HistoryField::From), month.from.unwrap_or_default());
        self.fields.set(Field::History(HistoryField::To), month.to.unwrap_or_default());
    }

    fn this_month(&self) -> HistoryFilter {
        let today = self.business_day();
        let Some(month) = today.get(..7) else { return HistoryFilter::default() };
        HistoryFilter {
            from: Some(format!("{month}-01")),
            to: Some(today.to_owned()),
            ..HistoryFilter::default()
        }
    }

    /// F12 検索
    pub(super) fn find_history(&mut self) {
        match self.typed_history() {
            Ok(filter) => {
                self.history.filter = filter;
                self.history.list.begin();
                self.close();
            }
            Err(sentence) => self.warn(sentence),
        }
    }

    /// F5 選択: the next one that can be chosen for the field.
    pub(super) fn next_condition(&mut self) {
        let Some(Field::History(field)) = self.focus else { return };
        let all = self.conditions(field);
        let typed = self.fields.get(Field::History(field));
        // From nothing through all of them to nothing again.
        let at = all.iter().position(|(code, _)| code == typed).map_or(0, |at| at + 1);
        let next = all.get(at).map(|(code, _)| code.clone()).unwrap_or_default();
        if all.is_empty() {
            return self.warn("この項目は、入力して指定します。");
        }
        self.fields.set(Field::History(field), next);
        self.notice = None;
    }

    /// What can be chosen for a field: as it is typed, and its name.
    fn conditions(&self, field: HistoryField) -> Vec<(String, String)> {
        let catalog = self.catalog();
        let numbered = |labels: Vec<&str>| {
            labels.into_iter().zip(1..).map(|(label, n)| (n.to_string(), label.to_owned())).collect()
        };
        match (field, catalog) {
            (HistoryField::Way, _) => numbered(CardWay::ALL.iter().map(|way| way.label()).collect()),
            (HistoryField::Kind, _) => numbered(UseKind::ALL.iter().map(|kind| kind.label()).collect()),
            (HistoryField::Company, Some(catalog)) => {
                let view = |view: &catlink_shared::wire::reply::CompanyView| {
                    (view.company.code.clone(), view.company.name.clone())
                };
                catalog.companies.iter().map(view).collect()
            }
            (HistoryField::Category, Some(catalog)) => {
                let named = catalog
                    .categories
                    .iter()
                    .map(|category| (category.code.to_string(), category.name.clone()));
                named.collect()
            }
            (HistoryField::Operator, Some(catalog)) => {
                catalog.operators.iter().map(|who| (who.code.clone(), who.name.clone())).collect()
            }
            (
                HistoryField::Company
                | HistoryField::Category
                | HistoryField::Operator
                | HistoryField::From
                | HistoryField::To
                | HistoryField::Amount
                | HistoryField::Slip
                | HistoryField::Last4,
                _,
            ) => Vec::new(),
        }
    }

    /// What stands beside a field of 【検索】: the name of what is typed, or what can be.
    #[must_use]
    pub fn condition_name(&self, field: HistoryField) -> String {
        let typed = self.fields.get(Field::History(field));
        if typed.is_empty() {
            return choices(field).unwrap_or_default();
        }
        let named = self.conditions(field).into_iter().find(|(code, _)| code == typed);
        named.map(|(_, name)| name).unwrap_or_default()
    }

    fn typed_history(&self) -> Result<HistoryFilter, String> {
        let get = |field| half_width(self.fields.get(Field::History(field)));
        let text = |field| Some(get(field)).filter(|text| !text.is_empty());
        let day = |field| self.typed_day(Field::History(field));
        let (from, to) = (day(HistoryField::From)?, day(HistoryField::To)?);
        if let (Some(from), Some(to)) = (&from, &to)
            && from > to
        {
            return Err("日付の範囲が逆です。開始日を先の日付にしてください。".to_owned());
        }
        let way = text(HistoryField::Way).map(|typed| {
            by_number(&CardWay::ALL, &typed).ok_or("連動は1〜5の番号で指定してください(F5で選択できます)。")
        });
        let kind = text(HistoryField::Kind).map(|typed| {
            by_number(&UseKind::ALL, &typed).ok_or("区分は1〜6の番号で指定してください(F5で選択できます)。")
        });
        let last4 = text(HistoryField::Last4).map(|digits| {
            let last4 = Last4::new(&digits).ok().filter(|_| digits.len() == 4);
            last4.ok_or("カード番号は下4桁だけを入力してください。")
        });
        let slip_number = text(HistoryField::Slip)
            .map(|digits| SlipNumber::new(&digits).map_err(|_| "端末の伝票番号を確認してください。"));
        let category = text(HistoryField::Category).and_then(|code| code.parse().ok()).map(CardCategoryCode);
        Ok(HistoryFilter {
            from,
            to,
            company_code: text(HistoryField::Company),
            category,
            operator_code: text(HistoryField::Operator),
            way: way.transpose()?,
            kind: kind.transpose()?,
            amount: self.fields.yen(Field::History(HistoryField::Amount)),
            slip_number: slip_number.transpose()?,
            last4: last4.transpose()?,
        })
    }

    /// The filter in force, in words.
    #[must_use]
    pub fn history_conditions(&self) -> String {
        let filter = &self.history.filter;
        let named = |field: HistoryField, code: &str| {
            let known = self.conditions(field).into_iter().find(|(known, _)| known == code);
            let name = known.map_or_else(|| code.to_owned(), |(_, name)| name);
            format!("{} {name}", field.label())
        };
        let period = match (&filter.from, &filter.to) {
            (None, None) => "全期間".to_owned(),
            (from, to) => {
                format!("{} 〜 {}", from.as_deref().unwrap_or("最初"), to.as_deref().unwrap_or("現在"))
            }
        };
        let mut words = vec![period];
        words.extend(filter.company_code.as_deref().map(|code| named(HistoryField::Company, code)));
        words.extend(filter.category.map(|code| named(HistoryField::Category, &code.to_string())));
        words.extend(filter.operator_code.as_deref().map(|code| named(HistoryField::Operator, code)));
        words.extend(filter.way.map(|way| way.label().to_owned()));
        words.extend(filter.kind.map(|kind| kind.label().to_owned()));
        words.extend(filter.amount.map(|amount| format!("¥{amount}")));
        words.extend(filter.slip_number.as_ref().map(|slip| format!("端末の伝票番号 {}", slip.as_str())));
        words.extend(filter.last4.as_ref().map(|last4| format!("下4桁 {}", last4.as_str())));
        words.join(" / ")
    }
}
