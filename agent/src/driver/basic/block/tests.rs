use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

fn text() -> impl Strategy<Value = Vec<u8>> {
    vec(prop_oneof![Just(FS), 0x20u8..=0x7E, 0x80u8..=0xFF], 0..=MOST_TEXT)
}

fn block() -> impl Strategy<Value = Block> {
    (0u8..=9, text(), any::<bool>()).prop_map(|(number, text, last)| Block { number, text, last })
}

fn short_block() -> impl Strategy<Value = Block> {
    block().prop_map(|mut block| {
        block.text.truncate(40);
        block
    })
}

/// Bytes that start nothing: neither STX nor a control character a line knows.
fn junk() -> impl Strategy<Value = Vec<u8>> {
    vec(
        any::<u8>().prop_filter("no control character", |byte| ![STX, EOT, ENQ, ACK, NAK].contains(byte)),
        0..50,
    )
}

#[test]
fn a_bare_ack_and_a_numbered_one_are_told_apart() {
    let mut reader = BlockReader::new();
    assert_eq!(reader.push(&[ACK]), vec![]);
    assert_eq!(reader.holding(), Holding::Ack);
    assert_eq!(reader.push(b"3"), vec![Token::AckOf(3)]);
    assert_eq!(reader.push(&[ACK]), vec![]);
    assert_eq!(reader.quiet(), Some(Token::Ack));
    assert_eq!(reader.push(&[ACK, EOT, ENQ, NAK]), vec![Token::Ack, Token::Eot, Token::Enq, Token::Nak]);
}

#[test]
fn silence_inside_a_block_makes_it_bad() {
    let bytes = Block { number: 0, text: b"PING".to_vec(), last: true }.encode();
    for cut in 1..bytes.len() {
        let mut reader = BlockReader::new();
        assert_eq!(reader.push(&bytes[..cut]), vec![]);
        assert_eq!(reader.quiet(), Some(Token::Bad(BadBlock::Gap)));
        assert_eq!(reader.push(&bytes).len(), 1, "a whole one after it is read");
    }
}

#[test]
fn a_block_too_long_is_bad_and_what_follows_is_read() {
    let mut bytes = vec![STX, b'0'];
    bytes.extend(vec![b'x'; MOST_TEXT + 1]);
    bytes.push(ETX);
    bytes.push(check(&bytes[1..]));
    bytes.push(ENQ);
    assert_eq!(BlockReader::new().push(&bytes), vec![Token::Bad(BadBlock::TooLong), Token::Enq]);
}

#[test]
fn endless_bytes_are_bounded() {
    let mut reader = BlockReader::new();
    reader.push(&[STX, b'0']);
    let mut bad = 0;
    for _ in 0..1_000 {
        bad += reader.push(&[b'x'; 100]).len();
    }
    assert_eq!(bad, 1);
    assert_eq!(reader.holding(), Holding::Nothing);
}

#[test]
fn a_control_byte_in_a_text_is_bad() {
    let mut bytes = vec![STX, b'0', b'A', ENQ, ETX];
    bytes.push(check(&bytes[1..]));
    assert_eq!(BlockReader::new().push(&bytes), vec![Token::Bad(BadBlock::Control)]);
}

#[test]
fn a_number_that_is_no_digit_is_bad() {
    let mut bytes = vec![STX, b'x', b'A', ETX];
    bytes.push(check(&bytes[1..]));
    assert_eq!(BlockReader::new().push(&bytes), vec![Token::Bad(BadBlock::Number)]);
}

#[test]
fn a_repeated_block_is_seen_as_one() {
    let mut assembler = Assembler::new();
    let blocks = split_at(b"RESULT", 4);
    assert!(matches!(assembler.take(blocks[0].clone()), Assembled::More));
    assert!(matches!(assembler.take(blocks[0].clone()), Assembled::Again));
    assert!(matches!(assembler.take(blocks[1].clone()), Assembled::Whole(whole) if whole == b"RESULT"));
    assert!(matches!(assembler.take(blocks[1].clone()), Assembled::Again));
    assert!(matches!(assembler.take(blocks[0].clone()), Assembled::OutOfOrder));
}

#[test]
fn a_message_without_end_is_refused() {
    let mut assembler = Assembler::new();
    let refused = (0..20u8).any(|n| {
        let block = Block { number: n % 10, text: vec![b'x'; MOST_TEXT], last: false };
        matches!(assembler.take(block), Assembled::TooLong)
    });
    assert!(refused);
}

proptest! {
    #[test]
    fn a_block_comes_out_as_it_went_in(block in block()) {
        prop_assert_eq!(BlockReader::new().push(&block.encode()), vec![Token::Block(block)]);
    }

    #[test]
    fn a_block_split_at_every_byte_is_the_same_block(block in short_block()) {
        let bytes = block.encode();
        for cut in 0..=bytes.len() {
            let mut reader = BlockReader::new();
            let mut tokens = reader.push(&bytes[..cut]);
            tokens.extend(reader.push(&bytes[cut..]));
            prop_assert_eq!(&tokens, &vec![Token::Block(block.clone())]);
        }
    }

    #[test]
    fn merged_blocks_come_apart(blocks in vec(short_block(), 1..5)) {
        let bytes: Vec<u8> = blocks.iter().flat_map(Block::encode).collect();
        let expected: Vec<Token> = blocks.into_iter().map(Token::Block).collect();
        prop_assert_eq!(BlockReader::new().push(&bytes), expected);
    }

    #[test]
    fn junk_before_stx_is_skipped(junk in junk(), block in short_block()) {
        let mut bytes = junk;
        bytes.push(STX);
        bytes.extend(block.encode());
        prop_assert_eq!(BlockReader::new().push(&bytes), vec![Token::Block(block)]);
    }

    #[test]
    fn one_wrong_byte_is_never_taken(block in short_block(), at in any::<prop::sample::Index>(), flip in 1u8..=255) {
        let mut bytes = block.encode();
        let at = at.index(bytes.len());
        bytes[at] ^= flip;
        // One check byte cannot see every early end; a text cut there fails as a message.
        prop_assume!(![ETX, ETB].contains(&bytes[at]));
        let mut reader = BlockReader::new();
        let mut tokens = reader.push(&bytes);
        tokens.extend(reader.quiet());
        let taken = tokens.iter().any(|token| matches!(token, Token::Block(_)));
        prop_assert!(!taken);
    }

    #[test]
    fn any_bytes_at_all_are_survived(bytes in vec(any::<u8>(), 0..3000)) {
        let mut reader = BlockReader::new();
        let tokens = reader.push(&bytes);
        prop_assert!(tokens.len() <= bytes.len());
    }

    #[test]
    fn a_message_of_many_blocks_is_put_together(message in vec(0x20u8..=0x7E, 0..9000), most in 1usize..2000) {
        let blocks = split_at(&message, most.max(600));
        let mut assembler = Assembler::new();
        let count = blocks.len();
        for (place, block) in blocks.into_iter().enumerate() {
            match assembler.take(block) {
                Assembled::More => prop_assert!(place + 1 < count),
                Assembled::Whole(whole) => {
                    prop_assert_eq!(place + 1, count);
                    prop_assert_eq!(&whole, &message);
                }
                Assembled::Again | Assembled::OutOfOrder | Assembled::TooLong => prop_assert!(false),
            }
        }
    }
}
