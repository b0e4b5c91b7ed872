//! A matter as large as anybody will write: eight parties, forty steps, three hundred items, very long names.
#![allow(dead_code, reason = "each test uses a part of it")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Sizes of a matter.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    /// Roles beside the principal, the ward among them.
    pub(crate) parties: usize,
    pub(crate) steps: usize,
    pub(crate) items: usize,
    /// How often a name is repeated in itself.
    pub(crate) length: usize,
}

/// The largest that must print.
pub(crate) const LARGE: Size = Size { parties: 7, steps: 40, items: 300, length: 8 };

/// Makes a workspace with the repository's words and the forms of the year r07, without a matter.
pub(crate) fn workspace(root: &Path) {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["policies/common", "policies/r07/forms"] {
        fs::create_dir_all(root.join(folder)).unwrap();
        for entry in fs::read_dir(repository.join(folder)).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), root.join(folder).join(entry.file_name())).unwrap();
        }
    }
    for file in ["fugi.yaml", "policies/r07/parties.yaml"] {
        fs::copy(repository.join(file), root.join(file)).unwrap();
    }
}

/// Returns the answers of the real submission: every row of every form.
fn checklists() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/r07/koki-iryo-cashless.yaml");
    let text = fs::read_to_string(path).unwrap();
    let start = text.find("\nchecklists:").unwrap() + 1;
    let rest = &text[start..];
    let end = rest.find("\n\nprior_approvals:").unwrap();
    // They are about contracts that this matter does not have.
    let lines = rest[..end].lines().filter(|line| !line.trim_start().starts_with("covers:"));
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

/// Returns a matter of that size.
pub(crate) fn matter(size: Size) -> String {
    let long = |word: &str| word.repeat(size.length);
    let name = long("非常に長い名称を持つ事業者及びその関係団体・");
    let mut yaml = format!(
        "title: {}に係る業務委託について\nbasis: {{ article: 第3条第1項第3号, kinds: [outsourcing] }}\n\
         department: koreisha-iryo\nbusiness: koki-shuno\nagenda_number: 99\n\
         overview:\n  purpose: {}\n  subjects: 見本の対象者\n  subject_count: {{ value: 36000, unit: 名 }}\n  \
         description: |-\n    {}\n    {}\nterm: {{ from: 2025-07-01, to: 2026-03-31, renews: true }}\nroles:\n  \
         - {{ id: payer, name: 対象者, kind: principal }}\n",
        long("長い件名の見本"),
        long("長い目的を述べる文である。"),
        long("概要の一つ目の文である。"),
        "A".repeat(25 * size.length),
    );
    for n in 0..size.parties {
        let kind = if n == 0 { "ward" } else { "contractor" };
        let _ = writeln!(
            yaml,
            "  - id: r{n}\n    name: {name}{n}\n    kind: {kind}\n    systems: [{{ id: s{n}, kind: server, label: {} }}]",
            long("とても長い名のサーバ")
        );
    }
    yaml.push_str("item_sets:\n  - id: items\n    heading: 項目\n    material: true\n    items:\n");
    for n in 0..size.items {
        let _ = writeln!(yaml, "      - {{ name: {}項目{n:03} }}", "長い".repeat(n % (2 * size.length) + 1));
    }
    measures(&mut yaml);
    contract(&mut yaml, size);
    flow(&mut yaml, size);
    yaml + &checklists()
}

fn measures(yaml: &mut String) {
    yaml.push_str("measures:\n");
    for (id, category, row) in [("tech", "technical", "T"), ("ops", "operational", "P")] {
        let labels: Vec<String> = (1..=11)
            .map(|n| {
                format!(
                    "{{ label: 外部からの攻撃防御（ファイアウォールの設置等）その{n}, rows: [{row}{n}] }}"
                )
            })
            .collect();
        let _ = writeln!(yaml, "  - {{ id: {id}, category: {category}, measures: [{}] }}", labels.join(", "));
    }
}

fn contract(yaml: &mut String, size: Size) {
    yaml.push_str("contracts:\n  - id: k\n    title: 長い委託の件名について\n    parties:\n");
    for n in 0..size.parties {
        let _ = writeln!(yaml, "      - {{ role: r{n} }}");
    }
    yaml.push_str("    item_set: items\n    underline: { role: r1, text: ※一者は下線の情報項目のみ取り扱う }\n    handles:\n      - { role: r1, items: [長い項目000] }\n");
    for n in 2..size.parties {
        let _ = writeln!(yaml, "      - {{ role: r{n}, items_of: items }}");
    }
    // A cell that is longer than a page.
    let _ = writeln!(yaml, "    reasons:\n      - text: |-");
    for n in 0..20 {
        let _ =
            writeln!(yaml, "          {}。", format!("理由の{n}番目の文であり、").repeat(4 * size.length));
    }
}

fn flow(yaml: &mut String, size: Size) {
    yaml.push_str("flows:\n  - id: f\n    title: 長い名の者の間の個人情報の流れ\n    contract: k\n    participants:\n      - { role: payer }\n");
    for n in 0..size.parties {
        let _ = writeln!(yaml, "      - {{ role: r{n}, systems: [s{n}] }}");
    }
    yaml.push_str("    links:\n      - { id: first, from: payer, to: r1, items: [長い項目000], network: internet, protections: [transport-encryption], timing: [{ when: immediate }] }\n");
    for n in 1..size.parties {
        let to = (n + 1) % size.parties;
        let _ = writeln!(
            yaml,
            "      - {{ id: l{n}, from: r{n}, to: r{to}, items_of: items, network: lgwan, protections: [transport-encryption], timing: [{{ when: same-day }}] }}"
        );
    }
    yaml.push_str("    steps:\n");
    for n in 0..size.steps {
        let _ = writeln!(
            yaml,
            "      - {{ no: {}, at: r{}, text: 収納データを作成し、次の事業者へ送信する（{}番目）。 }}",
            n + 1,
            n % size.parties,
            n + 1
        );
    }
    yaml.push_str("    boxes:\n");
    for n in 0..size.parties {
        let _ = writeln!(yaml, "      - {{ measures: tech, of: r{n} }}");
    }
}
