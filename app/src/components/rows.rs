//! Rows of a master as a table: the columns its rules list.

use catlink_shared::masters::rule::Listed;
use catlink_shared::masters::{Master, Row, Rule, Takes};
use leptos::prelude::*;

use crate::checkout::masters::List;
use crate::front::Front;

/// One page of rows; the row the keys are on is marked.
#[component]
pub(crate) fn RowTable(master: Master, list: Memo<Option<List>>) -> impl IntoView {
    let front = Front::here();
    let cursor = Memo::new(move |_| front.get(|state| state.cursor().unwrap_or(0)));
    let columns = move || master.rules().iter().filter(|rule| matches!(rule.listed, Listed::Column));
    view! {
        <div class="rows">
            <table>
                <thead>
                    <tr>{columns().map(|rule| view! { <th class=kind(rule)>{rule.label}</th> }).collect_view()}</tr>
                </thead>
                <tbody>
                    {move || list.get().map(|list| list.rows.into_iter().enumerate().map(|(at, row)| view! {
                        <tr
                            data-row=row.code.clone()
                            aria-selected=move || (cursor.get() == at).to_string()
                            on:mousedown=|event| event.prevent_default()
                            on:click=move |_| { front.act(|state, now| state.on_row(at, now)); }
                            on:dblclick=move |_| { front.act(|state, now| state.on_function(12, now)); }
                        >
                            {columns().map(|rule| cell(front, rule, &row)).collect_view()}
                        </tr>
                    }).collect_view())}
                </tbody>
            </table>
            {move || list.get().filter(|list| list.rows.is_empty()).map(|list| view! {
                <p class="list-empty">{nothing(&list)}</p>
            })}
        </div>
    }
}

/// Which page this is, and of how many rows.
#[component]
pub(crate) fn Counted(list: Memo<Option<List>>) -> impl IntoView {
    let text = move || {
        list.get().map(|list| {
            let (page, pages) = list.pages();
            format!("{}件 {page}/{pages}頁", list.total)
        })
    };
    view! { <p class="counted" id="counted">{text}</p> }
}

fn nothing(list: &List) -> String {
    if list.is_awaited() {
        return "読み込んでいます…".to_owned();
    }
    if list.find.is_empty() {
        return "まだ登録がありません。F2新規で登録してください。".to_owned();
    }
    format!("「{}」を含む行はありません。別の語で検索してください。", list.find)
}

fn cell(front: Front, rule: &'static Rule, row: &Row) -> impl IntoView + use<> {
    let text = rule.shown(row.values.get(rule.key)).into_owned();
    let content = match rule.takes {
        Takes::Number(..) => grouped(&text).into_any(),
        Takes::Reference(master) => named(front, master, text).into_any(),
        Takes::Text(_)
        | Takes::Code(_)
        | Takes::Digits(..)
        | Takes::Choice(_)
        | Takes::Date
        | Takes::Jan
        | Takes::Registration
        | Takes::Phone => text.into_any(),
    };
    view! { <td class=kind(rule)>{content}</td> }
}

/// A code with the name it stands for, where the page knows it: a number before its name, as people say it, a word after it.
fn named(front: Front, master: Master, code: String) -> impl IntoView {
    Memo::new(move |_| {
        front.get(|state| match state.name_of(master, &code) {
            Some(name) if code.bytes().all(|b| b.is_ascii_digit()) => format!("{code}:{name}"),
            Some(name) => format!("{name}({code})"),
            None => code.clone(),
        })
    })
}

fn kind(rule: &Rule) -> &'static str {
    match rule.takes {
        Takes::Number(..) => "rows-figure",
        _ => "rows-text",
    }
}

/// Figures in threes.
fn grouped(text: &str) -> String {
    text.parse()
        .map_or_else(|_| text.to_owned(), |number| catlink_shared::money::Yen::new(number).to_string())
}
