//! The virtual terminal's buttons, and who may press them: its own page, and a program that means it. A demo's concern, but a
//! page from elsewhere has no more business there.

use anyhow::{Result, ensure};
use catlink_tests::house::{House, Plan};
use catlink_tests::terminal::{Kind, Terminal};
use serde_json::Value;

use super::became;
use super::raw::{port_of, status};

/// How the terminal stands, but for its clock, which goes on by itself.
fn standing(terminal: &Terminal) -> Result<Value> {
    let mut state = terminal.look()?;
    state["terminal"]["terminal_time"].take();
    Ok(state)
}

#[test]
fn the_terminals_face_answers_nobody_but_its_own_page() -> Result<()> {
    let mut house = House::open(&Plan::with_cat1(Kind::jt_c60()))?;
    let before = standing(house.cat1())?;
    let face = house.cat1().face().to_owned();
    let port = port_of(&face).to_owned();
    let order = "{\"in\":false}";
    let post =
        |besides: &str| format!("POST /plug HTTP/1.1\n{besides}Content-Length: {}\n\n{order}", order.len());
    let json = "Content-Type: application/json\n";
    let mut heads = vec![
        post(&format!("Host: HOST\nOrigin: http://evil.example\n{json}")),
        post(&format!("Host: HOST\nOrigin: null\n{json}")),
        post(&format!("Host: HOST\nOrigin: http://127.0.0.1:1\n{json}")),
        post(&format!("Host: HOST\nOrigin: http://localhost:{port}\n{json}")),
        post(&format!("Host: HOST\nSec-Fetch-Site: cross-site\n{json}")),
        post(&format!("Host: HOST\nSec-Fetch-Site: same-site\nSec-Fetch-Mode: navigate\n{json}")),
        post(&format!("Host: evil.example:{port}\n{json}")),
        post(&format!("Host: 127.0.0.1\n{json}")),
        post(&format!("Host: 127.0.0.2:{port}\n{json}")),
        post(json),
        // As a form would send it, where the browser says nothing of where it is from.
        post("Host: HOST\nContent-Type: text/plain\n"),
        post("Host: HOST\nContent-Type: application/x-www-form-urlencoded\n"),
    ];
    heads.extend(["/", "/state", "/faults", "/face.js"].map(|route| {
        format!("GET {route} HTTP/1.1\nHost: HOST\nSec-Fetch-Site: cross-site\nSec-Fetch-Dest: image\n\n")
    }));
    heads.extend(["/act", "/plug", "/fault"].map(|route| format!("GET {route} HTTP/1.1\nHost: HOST\n\n")));
    for head in &heads {
        let status = status(&face, head)?;
        ensure!([403, 405, 415].contains(&status), "answered {status}: {head}");
    }
    let after = standing(house.cat1())?;
    ensure!(before == after, "the terminal was moved: {before} became {after}");
    became("terminals-face", heads.len(), heads.len(), "terminal-unmoved");
    house.close_the_books(0)
}
