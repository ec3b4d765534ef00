//! What SQLite promises of its log, checked: whatever becomes of the end of it, the books open and hold exactly the commits
//! that were whole before the damage – none of what came after, no half of one – and every payment is where its events
//! lead.
//!
//! A log (WAL) is a header of 32 bytes and frames of 24 bytes and a page each; a commit is whole when its last frame is.

#[path = "torn_log/books.rs"]
mod books;

use std::path::Path;

use books::{Books, Commit, Copy, FRAME_HEADER, HEADER};

/// Every boundary, and around it: mid-header, the page's first and last byte, mid-page.
fn cuts(books: &Books) -> Vec<usize> {
    let frame = books.frame();
    let around = [0, 1, FRAME_HEADER / 2, FRAME_HEADER, FRAME_HEADER + 1, frame / 2, frame - 1];
    let header = [0, 1, HEADER / 2, HEADER - 1];
    let frames = (HEADER..books.log.len()).step_by(frame);
    let all = header.into_iter().chain(frames.flat_map(|at| around.map(|off| at + off)));
    all.chain([books.log.len()]).collect()
}

#[tokio::test]
async fn a_log_cut_off_anywhere_keeps_what_was_whole() {
    let books = Books::make("cut").await;
    for cut in cuts(&books) {
        let expected = books.whole_within(cut);
        Copy::of(&books, &books.log[..cut]).must_hold(expected, &format!("cut at {cut}")).await;
    }
}

#[tokio::test]
async fn a_byte_that_changed_anywhere_takes_its_commit_and_what_follows_and_no_more() {
    let books = Books::make("flip").await;
    let frame = books.frame();
    for at in cuts(&books).into_iter().filter(|at| *at < books.log.len()) {
        let mut log = books.log.clone();
        log[at] ^= 0x10;
        // A header that is wrong makes the whole log nothing; a frame that is wrong ends it before itself.
        let sound = if at < HEADER { 0 } else { HEADER + (at - HEADER) / frame * frame };
        let expected = books.whole_within(sound);
        Copy::of(&books, &log).must_hold(expected, &format!("byte {at} changed")).await;
    }
}

/// Space the file system had promised and never written, as after a power cut on some of them.
#[tokio::test]
async fn an_end_of_zeros_or_of_an_older_log_is_no_commit() {
    let books = Books::make("zeros").await;
    let frame = books.frame();
    for whole in (HEADER..books.log.len()).step_by(frame) {
        let expected = books.whole_within(whole);
        let mut zeros = books.log.clone();
        zeros[whole..].fill(0);
        Copy::of(&books, &zeros).must_hold(expected, &format!("zeros from {whole}")).await;
        let older = [&books.log[..whole], &books.older_log[whole.min(books.older_log.len())..]].concat();
        Copy::of(&books, &older).must_hold(expected, &format!("an older log from {whole}")).await;
    }
}

/// The index beside the log is made anew from it, whatever lies there.
#[tokio::test]
async fn an_index_that_is_missing_stale_or_junk_changes_nothing() {
    let books = Books::make("index").await;
    let frame = books.frame();
    let stale = books.index.clone();
    let junk = vec![0xA5; stale.len()];
    for index in [stale, junk, Vec::new()] {
        for cut in [HEADER, HEADER + frame * 3, HEADER + frame * 7 + 100, books.log.len()] {
            let copy = Copy::of(&books, &books.log[..cut]);
            copy.put("catlink.sqlite-shm", &index);
            copy.must_hold(books.whole_within(cut), &format!("index of {} bytes, cut {cut}", index.len()))
                .await;
        }
    }
}

/// Without the log the books are as they were when it was last written back; with another's they are no worse.
#[tokio::test]
async fn a_log_that_is_missing_or_of_another_database_is_not_believed() {
    let books = Books::make("missing").await;
    let copy = Copy::of(&books, &[]);
    std::fs::remove_file(copy.path("catlink.sqlite-wal")).expect("it was there");
    copy.must_hold(&books.commits[0], "no log").await;
    Copy::of(&books, &books.older_log).must_hold(&books.commits[0], "the log before").await;
}

/// What a power cut leaves is opened, closed and opened again: nothing more is lost by that.
#[tokio::test]
async fn what_was_saved_stays_saved() {
    let books = Books::make("again").await;
    let cut = HEADER + books.frame() * 9 + 77;
    let copy = Copy::of(&books, &books.log[..cut]);
    let expected = books.whole_within(cut);
    for turn in 0..3 {
        copy.holds(expected, &format!("opening {turn}")).await;
    }
    assert!(Path::exists(&copy.path("catlink.sqlite")));
    let later: Vec<&Commit> = books.commits.iter().filter(|commit| commit.log_bytes > cut).collect();
    assert!(!later.is_empty(), "the cut lost nothing");
}
