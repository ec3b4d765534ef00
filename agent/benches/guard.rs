//! What the guard against card data costs where most goes out: a catalog of 100,000 products, each with its JAN. Beside it
//! what writing it as JSON costs, and a snapshot's length of text with a number in it, which is taken apart and masked.

use std::hint::black_box;

use catlink_agent::card_guard::masked;
use catlink_shared::money::Yen;
use catlink_shared::tax::TaxClass;
use catlink_shared::wire::reply::Product;
use criterion::{BatchSize, Criterion};

fn products() -> Vec<Product> {
    (0..100_000_u64)
        .map(|n| Product {
            code: n.to_string(),
            jan: Some((4_901_000_000_000 + n * 13).to_string()),
            name: format!("国産大豆の納豆 {n} 3個組"),
            kana: "コクサンダイズノナットウ".into(),
            department: "日配".into(),
            unit_price: Yen::new(158),
            tax: TaxClass::REDUCED_8,
        })
        .collect()
}

fn bench(criterion: &mut Criterion) {
    let products = products();
    let catalog = serde_json::to_string(&products).unwrap_or_default();
    let few = serde_json::to_string(products.get(..40).unwrap_or_default()).unwrap_or_default();
    let with_number = few.replacen("国産大豆", "4111 1111 1111 1111", 1);
    let mut group = criterion.benchmark_group("guard");
    group.sample_size(20);
    group.bench_function("catalog_as_json", |b| b.iter(|| black_box(serde_json::to_string(&products))));
    for (name, json) in [("catalog", &catalog), ("few", &few), ("few_with_a_number", &with_number)] {
        group.bench_function(name, |b| b.iter_batched(|| json.clone(), masked, BatchSize::LargeInput));
    }
    group.finish();
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    bench(&mut criterion);
    criterion.final_summary();
}
