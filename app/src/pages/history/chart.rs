//! The chart: a line for each カード区分, by business day or month.
//!
//! The library sets a few fixed `style` attributes; the page's Content-Security-Policy names each of them by its hash
//! (`agent/src/server/headers.rs`), and nothing else may be styled that way.

use catlink_shared::money::Yen;
use catlink_shared::wire::history::{Chart as Data, ChartUnit};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use leptos::prelude::*;
use leptos_chartistry::{
    AspectRatio, AxisMarker, Chart, Colour, Interpolation, Line, Marker, MarkerShape, Padding, Period,
    Series, TickLabels, Timestamps, XGridLine, YGridLine,
};

/// Colours that also those see apart who do not see all of them (Okabe and Ito, without yellow).
const COLOURS: [(u8, u8, u8); 7] = [
    (0x00, 0x72, 0xB2),
    (0xD5, 0x5E, 0x00),
    (0x00, 0x9E, 0x73),
    (0xCC, 0x79, 0xA7),
    (0x56, 0xB4, 0xE9),
    (0xE6, 0x9F, 0x00),
    (0x33, 0x33, 0x33),
];
/// CSS pixels: with the paddings below there is room for [`STEPS`] + 1 labels.
const HEIGHT: f64 = 300.0;
const FONT_HEIGHT: f64 = 13.0;
const FONT_WIDTH: f64 = 8.0;
/// From the lowest to the highest label.
const STEPS: i64 = 5;

/// As many lines as can be told apart; what comes to less is drawn together.
const MOST_LINES: usize = COLOURS.len() - 1;
const OTHERS: &str = "その他";

/// A day or month.
#[derive(Debug, Clone, PartialEq)]
struct Point {
    at: DateTime<Utc>,
    amounts: Vec<f64>,
}

#[component]
pub(super) fn DrawnChart(chart: Data) -> impl IntoView {
    let chart = told_apart(chart);
    let points: Vec<Point> = chart.points.iter().filter_map(point).collect();
    let count = points.len().to_string();
    let (low, high) = range(&chart);
    let marker = if points.len() > 40 { MarkerShape::None } else { MarkerShape::Circle };
    let lines = chart.categories.iter().enumerate().map(|(at, name)| {
        Line::new(move |point: &Point| point.amounts.get(at).copied().unwrap_or_default())
            .with_name(name.clone())
            .with_colour(colour(at))
            .with_width(2.0)
            .with_interpolation(Interpolation::Linear)
            .with_marker(Marker::from_shape(marker))
    });
    let series = Series::new(|point: &Point| point.at).lines(lines).with_y_range(low, high);
    let (caption, labels) = match chart.unit {
        ChartUnit::Day => ("営業日ごとの金額(円)", labels(Period::Day, "%-m/%-d")),
        ChartUnit::Month => ("月ごとの金額(円)", labels(Period::Month, "%Y/%-m")),
    };
    let amounts = TickLabels::aligned_floats().with_format(|amount, _| spoken(*amount));
    view! {
        <figure class="history-chart" id="chart" data-unit=unit(chart.unit) data-points=count>
            <figcaption>{caption}{legend(&chart.categories)}</figcaption>
            <Chart
                aspect_ratio=AspectRatio::from_env_width(HEIGHT)
                font_height=FONT_HEIGHT
                font_width=FONT_WIDTH
                padding=Padding::hv(6.0, 14.0)
                left=amounts.clone()
                bottom=labels
                inner=vec![
                    AxisMarker::left_edge().into(),
                    AxisMarker::horizontal_zero().into(),
                    XGridLine::default().into(),
                    YGridLine::from_ticks(amounts).into(),
                ]
                series=series
                data=Signal::stored(points)
            />
        </figure>
    }
}

/// The categories that come to most, in their order, and all others as one line.
fn told_apart(mut chart: Data) -> Data {
    let count = chart.categories.len();
    if count <= COLOURS.len() {
        return chart;
    }
    let weight = |at: usize| -> i64 {
        let amounts = chart.points.iter().filter_map(|point| point.amounts.get(at));
        amounts.map(|amount| amount.get().saturating_abs()).sum()
    };
    let mut kept: Vec<usize> = (0..count).collect();
    kept.sort_by_key(|at| std::cmp::Reverse(weight(*at)));
    kept.truncate(MOST_LINES);
    kept.sort_unstable();
    chart.categories = kept.iter().filter_map(|at| chart.categories.get(*at).cloned()).collect();
    chart.categories.push(OTHERS.to_owned());
    for point in &mut chart.points {
        let all: i64 = point.amounts.iter().map(|amount| amount.get()).sum();
        let mut amounts: Vec<Yen> = kept.iter().filter_map(|at| point.amounts.get(*at).copied()).collect();
        let drawn: i64 = amounts.iter().map(|amount| amount.get()).sum();
        amounts.push(Yen::new(all - drawn));
        point.amounts = amounts;
    }
    chart
}

fn unit(unit: ChartUnit) -> &'static str {
    match unit {
        ChartUnit::Day => "day",
        ChartUnit::Month => "month",
    }
}

/// The names of the lines; the library reckons a letter's width for Latin ones only.
fn legend(categories: &[String]) -> impl IntoView + use<> {
    let entries: Vec<_> =
        categories.iter().enumerate().map(|(at, name)| (colour(at), name.clone())).collect();
    let entry = |(colour, name): (Colour, String)| {
        view! {
            <li>
                <svg width="22" height="12" aria-hidden="true"><rect y="4" width="22" height="4" fill=colour.to_string()/></svg>
                {name}
            </li>
        }
    };
    view! { <ul class="chart-legend">{entries.into_iter().map(entry).collect_view()}</ul> }
}

fn colour(at: usize) -> Colour {
    let (red, green, blue) = COLOURS[at % COLOURS.len()];
    Colour::from_rgb(red, green, blue)
}

fn labels(period: Period, format: &'static str) -> TickLabels<DateTime<Utc>> {
    TickLabels::from_generator(Timestamps::from_periods([period, Period::Year]).with_strftime(format))
}

fn point(point: &catlink_shared::wire::history::ChartPoint) -> Option<Point> {
    let mut parts = point.at.split('-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let day = parts.next().map_or(Some(1), |day| day.parse().ok())?;
    let at = NaiveDate::from_ymd_opt(year, month, day)?.and_time(NaiveTime::MIN).and_utc();
    Some(Point { at, amounts: point.amounts.iter().map(|amount| exact(amount.get())).collect() })
}

/// Lowest and highest label: whole steps of 1, 2 or 5 with zeros, zero among them.
fn range(chart: &Data) -> (f64, f64) {
    let amounts = || chart.points.iter().flat_map(|point| &point.amounts).map(|amount| amount.get());
    let (low, high) = (amounts().min().unwrap_or(0).min(0), amounts().max().unwrap_or(0).max(0));
    let steps = (0..18_u32).flat_map(|zeros| [1, 2, 5].map(|step| step * 10_i64.pow(zeros)));
    let below = |step: i64| -(low.div_euclid(step));
    let fits = |step: &i64| below(*step) + (high + *step - 1).div_euclid(*step) <= STEPS;
    let step = steps.into_iter().filter(|step| *step >= 100).find(fits).unwrap_or(i64::MAX / STEPS);
    let low = -below(step) * step;
    (exact(low), exact(low + STEPS * step))
}

/// `1,500`
fn spoken(amount: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "whole yen")]
    let amount = amount.round() as i64;
    Yen::new(amount).to_string()
}

/// Sums of a shop are far below what a double holds exactly.
#[expect(clippy::cast_precision_loss, reason = "below 2^53")]
fn exact(amount: i64) -> f64 {
    amount as f64
}
