//! What a file would change, or has changed.

use catlink_shared::wire::files::{LineFault, LineReport, MOST_LINES, Report, TableReport, Verdict};
use leptos::prelude::*;

use super::grouped;

#[component]
pub(super) fn ReportView(report: Report, checked: bool) -> impl IntoView {
    let bad: u32 = report.tables.iter().map(|table| table.bad).sum();
    let head = head(&report, checked, bad);
    let file = report.revision.as_ref().map_or_else(
        || report.name.clone(),
        |file| format!("{}  第{}版({})", report.name, file.revision, file.made_at),
    );
    let more = (report.lines.len() >= MOST_LINES)
        .then(|| view! { <li>{format!("(はじめの{MOST_LINES}行だけを表示しています)")}</li> });
    view! {
        <p class="what" id="report-head" data-checked=checked.to_string()>{head}</p>
        <p class="hint">{file}</p>
        <table class="report">
            <thead>
                <tr>
                    <th></th>
                    <th>"新規"</th>
                    <th>"変更"</th>
                    <th>"変更なし"</th>
                    <th>"誤り"</th>
                    <th>"このレジだけ"</th>
                </tr>
            </thead>
            <tbody>{report.tables.iter().map(|table| view! { <TableRow table=table.clone()/> }).collect_view()}</tbody>
        </table>
        {report.tables.iter().filter_map(only_here).map(|text| view! { <p class="hint">{text}</p> }).collect_view()}
        {report.notes.into_iter().map(|note| view! { <p class="note">{note}</p> }).collect_view()}
        <Show when={let none = report.lines.is_empty(); move || !none}>
            <p class="list-label">"確認が必要な行"</p>
        </Show>
        <ul class="report-lines" id="report-lines">
            {report.lines.into_iter().map(|line| view! { <Line line/> }).collect_view()}
            {more}
        </ul>
    }
}

fn head(report: &Report, checked: bool, bad: u32) -> String {
    let sum = |of: fn(&TableReport) -> u32| report.tables.iter().map(of).sum::<u32>();
    let (new, changed) = (sum(|table| table.new), sum(|table| table.changed));
    match (checked, report.verdict) {
        (false, _) => format!("登録しました。新規{}件、変更{}件。", grouped(new), grouped(changed)),
        (true, Verdict::Whole) => "まだ登録していません。内容を確認して、F12で登録してください。".to_owned(),
        (true, Verdict::WithoutBadLines) => format!(
            "まだ登録していません。F12で、新規{}件と変更{}件を登録し、誤りのある{}行は登録しません。誤りの行はF6で書き出し、直してから取り込めます。",
            grouped(new),
            grouped(changed),
            grouped(bad)
        ),
        (true, Verdict::Nothing) if bad > 0 => {
            "登録できません。下の行を直して、もう一度ファイルを選んでください。".to_owned()
        }
        (true, Verdict::Nothing) => "変更はありません。登録する行がありません。".to_owned(),
    }
}

#[component]
fn TableRow(table: TableReport) -> impl IntoView {
    let faulty = (table.bad > 0).to_string();
    view! {
        <tr>
            <th>{table.master.label()}</th>
            <td>{grouped(table.new)}</td>
            <td>{grouped(table.changed)}</td>
            <td>{grouped(table.unchanged)}</td>
            <td data-faulty=faulty>{grouped(table.bad)}</td>
            <td>{grouped(table.only_here)}</td>
        </tr>
    }
}

/// Rows that are only here stay, and are named.
fn only_here(table: &TableReport) -> Option<String> {
    let named = table.only_here_codes.len();
    if named == 0 {
        return None;
    }
    let more = if u32::try_from(named).is_ok_and(|named| named < table.only_here) { " など" } else { "" };
    let codes = table.only_here_codes.join("、");
    Some(format!("{}のうちファイルにない行は、そのまま残します: {codes}{more}", table.master.label()))
}

#[component]
fn Line(line: LineReport) -> impl IntoView {
    let word = match line.fault {
        LineFault::Bad => "誤り",
        LineFault::Warned => "注意",
    };
    view! {
        <li data-fault=word>
            <b>{format!("{}行目", line.line)}</b>
            <span class="report-fault">{word}</span>
            <span>{line.message}</span>
        </li>
    }
}
