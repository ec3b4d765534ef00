//! The proof can fail: each safety rule is broken by its cargo feature, and what guards it must notice.
//!
//! Where the books come to differ, the torture runs against the broken agent and must end with a mismatch; where they
//! do not, a test that looks over the till's shoulder must fail: the order of commits and sends, or the locks'
//! invariant. A guard that fails without the feature proves nothing, so `make test` has to be green as well.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{Context as _, Result, ensure};

/// A safety rule and what notices that it is broken.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// The cargo feature that breaks it.
    pub feature: &'static str,
    /// What must notice.
    pub guard: Guard,
}

/// What notices.
#[derive(Debug, Clone, Copy)]
pub enum Guard {
    /// The two books: a torture of this link and class.
    Books {
        /// `serial` or `tcp`
        link: &'static str,
        /// `keyed`, `last` or `none`
        recovery: &'static str,
        /// Of a run in which the fault that needs the rule strikes.
        seed: &'static str,
    },
    /// Tests of the agent that hold commits against sends, or the locks against each other; each of them must fail.
    Order(&'static [&'static str]),
}

/// Every rule that a feature breaks.
pub const RULES: &[Rule] = &[
    Rule {
        feature: "break-send-before-commit",
        guard: Guard::Order(&["till::tests::promises::nothing_is_sent_or_acknowledged_before_it_is_durable"]),
    },
    Rule {
        feature: "break-acknowledge-before-commit",
        guard: Guard::Order(&[
            "till::tests::promises::nothing_is_sent_or_acknowledged_before_it_is_durable",
            "till::tests::promises::a_result_that_cannot_be_written_is_not_acknowledged",
        ]),
    },
    Rule {
        feature: "break-no-sale-lock",
        guard: Guard::Order(&["till::tests::promises::a_sale_with_an_open_payment_is_locked"]),
    },
    Rule {
        feature: "break-no-terminal-lock",
        guard: Guard::Order(&["till::tests::promises::a_terminal_with_an_open_payment_is_locked"]),
    },
    Rule {
        feature: "break-resend-on-unknown",
        guard: Guard::Books { link: "tcp", recovery: "none", seed: "1" },
    },
    Rule {
        feature: "break-none-trusted-without-memory",
        guard: Guard::Books { link: "tcp", recovery: "keyed", seed: "1" },
    },
    Rule {
        feature: "break-timer-is-a-decline",
        guard: Guard::Books { link: "tcp", recovery: "none", seed: "1" },
    },
    Rule {
        feature: "break-contradicted-is-approved",
        guard: Guard::Books { link: "tcp", recovery: "keyed", seed: "1" },
    },
];

/// Where things are.
#[derive(Debug, Clone)]
pub struct Workshop {
    /// The workspace.
    pub root: PathBuf,
    /// The torture, as built.
    pub torture: PathBuf,
    /// Payments of each torture.
    pub payments: u32,
}

/// Breaks one rule and says who noticed.
///
/// # Errors
/// Nobody noticed, or something could not be built.
pub fn break_rule(workshop: &Workshop, rule: Rule) -> Result<String> {
    match rule.guard {
        Guard::Books { link, recovery, seed } => books_notice(workshop, rule.feature, [link, recovery, seed]),
        Guard::Order(tests) => tests_notice(workshop, rule.feature, tests),
    }
}

fn cargo(workshop: &Workshop) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(&workshop.root);
    cargo
}

/// More seeds, one after the other, where the first one's faults happen to strike beside the broken rule.
const MORE_SEEDS: [&str; 2] = ["4", "7"];

fn books_notice(workshop: &Workshop, feature: &str, cell: [&str; 3]) -> Result<String> {
    let [link, recovery, first] = cell;
    let broken = workshop.torture.with_file_name(format!("catlink-{feature}"));
    let built = cargo(workshop)
        .args(["build", "--locked", "--quiet", "-p", "catlink-agent", "--bin", "catlink"])
        .args(["--features", feature])
        .output()?;
    ensure!(built.status.success(), "{}", text(&built));
    std::fs::rename(workshop.torture.with_file_name("catlink"), &broken).context("the broken agent")?;
    let mut told = String::new();
    let noticed = [first].into_iter().chain(MORE_SEEDS).try_fold(false, |noticed, seed| {
        if noticed {
            return Ok::<_, anyhow::Error>(true);
        }
        let ran = torture(workshop, [link, recovery, seed], &broken)?;
        told = text(&ran);
        Ok(ran.status.code() == Some(1))
    });
    remove(&broken);
    ensure!(noticed?, "the books agree all the same:\n{told}");
    let sums = told.lines().rfind(|line| line.starts_with("payments=")).unwrap_or_default();
    Ok(format!("the books, {link} {recovery}: {sums}"))
}

fn torture(workshop: &Workshop, [link, recovery, seed]: [&str; 3], agent: &Path) -> Result<Output> {
    let logs = workshop.torture.with_file_name("proof-logs");
    Command::new(&workshop.torture)
        .args(["--link", link, "--recovery", recovery, "--seed", seed])
        .args(["--payments", &workshop.payments.to_string()])
        .arg("--bin")
        .arg(agent)
        .arg("--logs")
        .arg(logs)
        .output()
        .context("the torture")
}

fn tests_notice(workshop: &Workshop, feature: &str, tests: &[&str]) -> Result<String> {
    let ran = cargo(workshop)
        .args(["test", "--locked", "--quiet", "-p", "catlink-agent", "--lib", "--features", feature, "--"])
        .arg("--exact")
        .args(tests)
        .output()?;
    let said = text(&ran);
    for test in tests {
        // Of all tests named, each is in the list of failures; one that was renamed away is not.
        let failed = said.lines().any(|line| line.trim() == *test);
        ensure!(failed, "{test} did not notice:\n{said}");
    }
    Ok(format!("tests: {}", tests.join(", ")))
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn remove(path: &Path) {
    // What is left over is thrown away with the target folder.
    let _ = std::fs::remove_file(path);
}

#[cfg(test)]
mod tests {
    use super::RULES;

    #[test]
    fn every_feature_that_breaks_a_rule_has_its_guard() {
        let manifest = include_str!("../../agent/Cargo.toml");
        let features: Vec<&str> = manifest
            .lines()
            .filter_map(|line| line.strip_suffix(" = []"))
            .filter(|name| name.starts_with("break-"))
            .collect();
        let mut guarded: Vec<&str> = RULES.iter().map(|rule| rule.feature).collect();
        assert_eq!(features.len(), guarded.len());
        guarded.retain(|feature| !features.contains(feature));
        assert_eq!(guarded, Vec::<&str>::new());
    }
}
