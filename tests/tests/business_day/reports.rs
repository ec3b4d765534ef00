//! 日計 of the demo month, day by day, by keyboard.

use anyhow::{Result, ensure};
use catlink_tests::agent::{self, AgentSetup};
use catlink_tests::browser::{Browser, Key};
use catlink_tests::patience::seen_if;
use catlink_tests::place::Place;
use catlink_tests::process::Process;

/// The day of the 日計 on the screen.
fn shown_day(page: &Browser) -> Result<String> {
    let day = page.ask("return document.getElementById('report')?.dataset.day ?? ''", &[])?;
    Ok(day.as_str().unwrap_or_default().to_owned())
}

#[test]
fn a_month_of_reports_is_read_day_by_day() -> Result<()> {
    let place = Place::of_this_test()?;
    let setup = AgentSetup::default();
    let mut command = agent::command(&place, &setup, &setup.listen);
    command.arg("--demo-month");
    let mut process = Process::start(&place, "agent", command)?;
    let page = Browser::open(&place, &process.announced("page")?)?;
    page.counts_prints()?;
    page.reload()?;
    page.at("menu")?;
    page.type_text("3")?;
    page.wait_for_attribute(".menu-processes", "data-active", "true")?;
    page.type_text("1")?;
    page.at("day-report")?;
    // Today has nothing yet; the days before it have their close.
    page.wait_for_element("#empty-report", true)?;
    let mut later = String::from("9999");
    for _ in 0..3 {
        page.press(Key::F2)?;
        page.wait("the day before", |page| {
            let day = shown_day(page)?;
            Ok(seen_if(!day.is_empty() && day < later, day))
        })?;
        later = shown_day(&page)?;
        page.wait_for_text("#report-state", "精算済")?;
        page.fits()?;
    }
    page.picture("report")?;
    // Whatever does not fit is reached with the arrow keys.
    let scrolls = "const page = document.querySelector('.report-page');
        return page.scrollHeight > page.clientHeight + 1";
    if page.ask(scrolls, &[])? == true {
        page.press(Key::Down)?;
        page.wait("the report to scroll", |page| {
            let top = page.ask("return document.querySelector('.report-page').scrollTop > 0", &[])?;
            Ok(seen_if(top == true, top.to_string()))
        })?;
    }
    page.press(Key::F10)?;
    page.has_printed(1)?;
    let paper = page.on_paper("paper")?;
    ensure!(paper.contains("デモ(実際の取引ではありません)"), "{paper}");
    page.press(Key::F3)?;
    page.wait("the day after", |page| {
        let day = shown_day(page)?;
        Ok(seen_if(day > later, day))
    })
}
