use catlink_shared::ids::{PaymentId, UnixMs};
use catlink_shared::terminal::{MemoryId, TerminalId, Unit};

use super::{KEPT_MS, Known, Memory, MemoryFile};

const NOW: UnixMs = UnixMs(1_800_000_000_000);

fn memory() -> Memory {
    Memory::new(Unit {
        terminal_id: TerminalId::new("1234567890123").expect("digits"),
        memory_id: MemoryId::new("m1").expect("word"),
    })
}

#[test]
fn slip_numbers_go_round_after_99999_and_training_counts_apart() {
    let mut memory = memory();
    memory.newest_slip = 99_998;
    assert_eq!(memory.next_slip(false).as_str(), "99999");
    assert_eq!(memory.next_slip(true).as_str(), "00001");
    assert_eq!(memory.next_slip(false).as_str(), "00001");
}

#[test]
fn an_old_key_is_forgotten_and_never_looks_new() {
    let old = PaymentId::from_parts((NOW.0 - KEPT_MS - 1) as u64, &[1; 10]);
    let new = PaymentId::from_parts((NOW.0 - KEPT_MS + 1) as u64, &[2; 10]);
    let mut memory = memory();
    assert_eq!(memory.known(old, NOW), Known::Forgotten);
    assert_eq!(memory.known(new, NOW), Known::Never);
    memory.burned.insert(old, UnixMs(NOW.0 - KEPT_MS - 1));
    memory.burned.insert(new, UnixMs(NOW.0 - KEPT_MS - 1));
    memory.forget_old(NOW);
    assert_eq!(memory.known(old, NOW), Known::Forgotten);
    assert_eq!(memory.known(new, NOW), Known::Burned);
}

#[test]
fn what_is_stored_is_read_again_and_a_wiped_memory_has_a_new_name() {
    let path = crate::scratch::path("memory");
    let terminal_id = TerminalId::new("1234567890123").expect("digits");
    let mut memory = MemoryFile::Disk(path.clone()).load(&terminal_id).expect("new");
    memory.burned.insert(PaymentId::from_parts(1, &[3; 10]), NOW);
    memory.next_slip(false);
    MemoryFile::Disk(path.clone()).store(&memory).expect("stores");
    let mut file = MemoryFile::Disk(path.clone());
    assert_eq!(file.load(&terminal_id).expect("loads"), memory);
    assert_ne!(file.renew(terminal_id.clone()).expect("wipes").memory_id, memory.memory_id);
    std::fs::write(&path, b"not a memory").expect("writes");
    assert!(file.load(&terminal_id).is_err());
    std::fs::remove_file(path).expect("removes");
}
