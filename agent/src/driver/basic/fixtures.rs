//! The frames of `docs/terminals/basic.md`, read out of the page: the codec must make and read these bytes.

use catlink_shared::card::CardCategoryCode;
use catlink_shared::ids::{PaymentId, SequenceNumber, UnixMs};
use catlink_shared::money::Yen;
use catlink_shared::terminal::{
    MemoryId, RegisterId, ResultWord, SalesRequest, SlipNumber, TerminalId, TerminalResult, TransactionType,
    Unit,
};

use super::block::{
    ACK, Assembled, Assembler, BadBlock, Block, BlockReader, ENQ, EOT, NAK, Token, ack_of, split, split_at,
};
use super::message::{FromPos, FromTerminal, VERSION};

const PAGE: &str = include_str!("../../../../docs/terminals/basic.md");

/// The bytes of one ```` ```hex name ```` block: what stands before `|` in each line.
fn page(name: &str) -> Vec<u8> {
    let opening = format!("```hex {name}\n");
    let start = PAGE.find(&opening).expect("a frame of that name") + opening.len();
    let end = PAGE[start..].find("```").expect("its end") + start;
    PAGE[start..end]
        .lines()
        .filter_map(|line| line.split('|').next())
        .flat_map(str::split_whitespace)
        .map(|byte| u8::from_str_radix(byte, 16).expect("hex"))
        .collect()
}

fn only_block(message: &[u8]) -> Vec<u8> {
    let blocks = split(message);
    assert_eq!(blocks.len(), 1);
    blocks[0].encode()
}

fn read(bytes: &[u8]) -> Vec<Token> {
    let mut reader = BlockReader::new();
    let mut tokens = reader.push(bytes);
    tokens.extend(reader.quiet());
    tokens
}

fn payment_id() -> PaymentId {
    "019f1bbe-7b00-7101-8101-010101010101".parse().expect("good")
}

fn unit() -> Unit {
    Unit {
        terminal_id: TerminalId::new("1234567890123").expect("good"),
        memory_id: MemoryId::new("m1").expect("good"),
    }
}

fn sales() -> SalesRequest {
    SalesRequest {
        payment_id: payment_id(),
        register_id: RegisterId::new("R1").expect("good"),
        unit: unit(),
        sequence_number: SequenceNumber(1),
        amount: Yen::new(1_100),
        payment: CardCategoryCode::CREDIT,
        training_mode: false,
        timeout_s: 90,
    }
}

fn result() -> TerminalResult {
    TerminalResult {
        unit: unit(),
        payment_id: Some(payment_id()),
        register_id: RegisterId::new("R1").ok(),
        sequence_number: Some(SequenceNumber(1)),
        transaction_type: Some(TransactionType::Sales),
        result: ResultWord::Approved,
        phase_reached: None,
        ecat: None,
        center_result_code: None,
        slip_number: Some(SlipNumber::five(42)),
        approval_code: None,
        payment_media: None,
        brand: None,
        payment_condition: None,
        payment_detail: None,
        account_last4: None,
        transaction_number: None,
        amount: Some(Yen::new(1_100)),
        settled_amount: Some(Yen::new(1_100)),
        balance: None,
        training_mode: Some(false),
        terminal_time: Some(UnixMs(1_782_876_896_000)),
    }
}

#[test]
fn the_line_speaks_as_the_page_says() {
    assert_eq!(page("bid"), [EOT, ENQ]);
    assert_eq!(page("bid-ack"), [ACK]);
    assert_eq!(page("bid-busy"), [NAK]);
    assert_eq!(page("nak"), [NAK]);
    assert_eq!(page("end"), [EOT]);
    assert_eq!(page("sales-ack"), ack_of(0));
    assert_eq!(page("result-0-ack"), ack_of(0));
    assert_eq!(page("result-1-ack"), ack_of(1));
    assert_eq!(read(&page("bid-ack")), vec![Token::Ack]);
    assert_eq!(read(&page("result-1-ack")), vec![Token::AckOf(1)]);
}

#[test]
fn the_pos_speaks_as_the_page_says() {
    let hello = FromPos::Hello { version: VERSION, register_id: RegisterId::new("R1").expect("good") };
    let messages = [("ping", FromPos::Ping), ("sales", FromPos::Sales(sales())), ("lan-hello", hello)];
    for (name, message) in messages {
        assert_eq!(only_block(&message.encode()), page(name), "{name}");
        let tokens = read(&page(name));
        let [Token::Block(Block { number: 0, text, last: true })] = tokens.as_slice() else {
            panic!("{name} is one block")
        };
        assert_eq!(FromPos::decode(text), Ok(message), "{name}");
    }
}

#[test]
fn the_terminal_speaks_as_the_page_says() {
    let mut assembler = Assembler::new();
    let mut whole = Vec::new();
    for token in [read(&page("result-0")), read(&page("result-1"))].concat() {
        let Token::Block(block) = token else { panic!("a block") };
        if let Assembled::Whole(message) = assembler.take(block) {
            whole = message;
        }
    }
    let message = FromTerminal::decode(&whole);
    assert_eq!(message, Ok(FromTerminal::Result(Box::new(result()))));
    // In another order than ours: the page keeps to no order, and ours reads the same.
    let blocks: Vec<Vec<u8>> = split_at(&whole, 128).iter().map(Block::encode).collect();
    assert_eq!(blocks, [page("result-0"), page("result-1")]);
    let ours = FromTerminal::Result(Box::new(result())).encode();
    assert_eq!(FromTerminal::decode(&ours), message);
}

#[test]
fn the_disturbed_block_is_not_taken() {
    assert_eq!(read(&page("ping-disturbed")), vec![Token::Bad(BadBlock::Check)]);
}
