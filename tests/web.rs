//! The office's page as a browser, and as an attacker, asks for it: over a plain socket, byte by byte.

use crate::support::Sandbox;
use crate::support::evidence::copy_all;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A server over a workspace; it ends with the value.
struct Open {
    child: Child,
    port: u16,
    token: String,
}

impl Drop for Open {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What came back.
#[derive(Debug)]
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        let own = self.head.lines().find_map(|line| {
            let (own, value) = line.split_once(": ")?;
            own.eq_ignore_ascii_case(name).then_some(value)
        });
        own.map(str::trim)
    }
}

impl Open {
    fn new(sandbox: &Sandbox) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_fugi"))
            .args(["open", "--no-browser", "--as-of", "2026-12-01"])
            .arg(sandbox.root())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        let rest = first.trim().strip_prefix("http://127.0.0.1:").unwrap();
        let (port, token) = rest.split_once("/open?token=").unwrap();
        Self { port: port.parse().unwrap(), token: token.to_owned(), child }
    }

    fn send(&self, bytes: &[u8]) -> Option<Answer> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream.set_write_timeout(Some(Duration::from_secs(60))).unwrap();
        // A server that refuses may close before everything was sent.
        let _ = stream.write_all(bytes);
        let mut all = Vec::new();
        let _ = stream.read_to_end(&mut all);
        let text = String::from_utf8_lossy(&all).into_owned();
        let (head, body) = text.split_once("\r\n\r\n")?;
        let status = head.split(' ').nth(1)?.parse().ok()?;
        Some(Answer { status, head: head.to_owned(), body: body.to_owned() })
    }

    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut text = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        for (name, value) in headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        if method == "POST" {
            text.push_str(&format!(
                "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n",
                body.len()
            ));
        }
        text.push_str("\r\n");
        text.push_str(body);
        self.send(text.as_bytes()).unwrap()
    }

    fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Uses the one-time address.
    fn enter(&self) -> Clerk<'_> {
        let answer = self.ask("GET", &format!("/open?token={}", self.token), &[("Host", &self.host())], "");
        assert_eq!(answer.status, 200);
        let set = answer.header("set-cookie").unwrap();
        assert!(set.contains("HttpOnly") && set.contains("SameSite=Strict"), "{set}");
        let cookie = set.split(';').next().unwrap().to_owned();
        let mut clerk = Clerk { open: self, cookie, word: String::new() };
        let page = clerk.get("/new");
        clerk.word = between(&page.body, "name=\"form_word\" value=\"", "\"").to_owned();
        clerk
    }
}

/// A browser that was let in.
struct Clerk<'a> {
    open: &'a Open,
    cookie: String,
    word: String,
}

impl Clerk<'_> {
    fn get(&self, path: &str) -> Answer {
        self.open.ask("GET", path, &[("Host", &self.open.host()), ("Cookie", &self.cookie)], "")
    }

    fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let host = self.open.host();
        let origin = format!("http://{host}");
        let headers = [
            ("Host", host.as_str()),
            ("Cookie", &self.cookie),
            ("Origin", &origin),
            ("Sec-Fetch-Site", "same-origin"),
        ];
        self.open.ask("POST", path, &headers, &self.form(fields))
    }

    fn form(&self, fields: &[(&str, &str)]) -> String {
        let word = [("form_word", self.word.as_str())];
        let pairs =
            word.iter().chain(fields).map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
        pairs.collect::<Vec<_>>().join("&")
    }

    /// Changes one field of a part, as the page would send it.
    fn change(&self, part: &str, place: &str, value: &str) -> Answer {
        let page = self.get(&format!("/m/r07/yoi/{part}"));
        let before = between(&page.body, &format!("name=\"b:{place}\" value=\""), "\"").to_owned();
        self.post(
            &format!("/m/r07/yoi/{part}"),
            &[(&format!("b:{place}"), &before), (&format!("v:{place}"), value)],
        )
    }
}

fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    let from = text.find(start).unwrap_or_else(|| panic!("no `{start}` in {text}")) + start.len();
    let rest = &text[from..];
    &rest[..rest.find(end).unwrap()]
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

const FILE: &str = "policies/r07/yoi.yaml";

#[test]
fn a_clerk_reads_fills_in_and_saves() {
    let sandbox = Sandbox::new();
    let open = Open::new(&sandbox);
    let clerk = open.enter();
    let home = clerk.get("/");
    assert!(home.status == 200 && home.body.contains("よい案件") && home.body.contains("見本区"), "{home:?}");
    for part in ["overview", "roles", "items", "annexes", "flows", "checklists", "approvals"] {
        let page = clerk.get(&format!("/m/r07/yoi/{part}"));
        assert_eq!(page.status, 200, "{part}: {}", page.body);
        assert!(page.header("content-security-policy").unwrap().starts_with("default-src 'self'"));
    }
    let saved = clerk.change("overview", "overview/purpose", "画面で書いた目的");
    assert_eq!((saved.status, saved.header("location")), (303, Some("/m/r07/yoi/overview?saved=1")));
    assert!(sandbox.read(FILE).contains("purpose: 画面で書いた目的"));
    let text = sandbox.read(FILE);
    let refused = clerk.change("overview", "term/to", "2026-02-31");
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("value=\"2026-02-31\"") && refused.body.contains("role=\"alert\""));
    assert_eq!(sandbox.read(FILE), text);
    // The other half of the pair: what it was, again.
    let saves = clerk.get("/saves");
    assert!(saves.body.contains("画面で書いた") && saves.body.contains("見本"), "{}", saves.body);
    assert_eq!(clerk.post("/saves", &[("number", "1")]).status, 200);
    assert!(sandbox.read(FILE).contains("purpose: 見本の目的"));
}

#[test]
fn a_new_matter_is_made_and_the_paper_stands_in_a_sandboxed_frame() {
    let sandbox = Sandbox::new();
    let open = Open::new(&sandbox);
    let clerk = open.enter();
    let made = clerk.post("/new", &[("year", "r07"), ("name", "atarashii")]);
    assert_eq!((made.status, made.header("location")), (303, Some("/m/r07/atarashii/overview")));
    assert_eq!(clerk.get("/m/r07/atarashii/overview").status, 200);
    let again = clerk.post("/new", &[("year", "r07"), ("name", "atarashii")]);
    assert!(again.body.contains("既にあります"), "{}", again.body);
    assert!(clerk.post("/new", &[("year", "r07"), ("name", "../x")]).body.contains("role=\"alert\""));
    // What was chosen and written stays in the form that is refused; what the year cannot use is told.
    let refused = clerk.post("/new", &[("year", "r07"), ("name", "atarashii"), ("from", "r07/yoi")]).body;
    assert!(
        refused.contains("value=\"atarashii\"") && refused.contains("value=\"r07/yoi\" selected"),
        "{refused}"
    );
    assert!(refused.contains("よい件（yoi）") || refused.contains("（yoi）"), "{refused}");
    let unknown = clerk.post("/new", &[("year", "r07"), ("name", "tsugi"), ("from", "like:nai")]).body;
    assert!(unknown.contains("というひな形はありません"), "{unknown}");
    let paper = clerk.get("/m/r07/yoi/paper");
    let policy = paper.header("content-security-policy").unwrap();
    assert!(
        policy.contains("sandbox")
            && policy.starts_with("default-src 'none'")
            && !policy.contains("script-src")
    );
    assert!(paper.body.contains("よい案件"));
}

#[test]
fn boxes_are_ticked_rows_are_answered_and_a_column_is_pasted() {
    let sandbox = Sandbox::new();
    let open = Open::new(&sandbox);
    let clerk = open.enter();
    let page = clerk.get("/m/r07/yoi/matrix");
    assert!(page.body.contains("収納日付") && page.body.contains("見本事業者"), "{}", page.body);
    let of = "contracts/itaku|agent";
    let before = between(&page.body, &format!("name=\"r:{of}\" value=\""), "\"").to_owned();
    let ticked =
        clerk.post("/m/r07/yoi/matrix", &[(&format!("r:{of}"), &before), (&format!("h:{of}"), "収納時間")]);
    assert_eq!(ticked.status, 303, "{}", ticked.body);
    let page = clerk.get("/m/r07/yoi/matrix");
    assert!(
        page.body.contains("value=\"収納時間\" checked") && !page.body.contains("value=\"収納日付\" checked")
    );
    // Sent again, it stands as it is; with the old mark and another choice, it is refused.
    let late =
        clerk.post("/m/r07/yoi/matrix", &[(&format!("r:{of}"), &before), (&format!("h:{of}"), "収納日付")]);
    assert_eq!(late.status, 422);

    let page = clerk.get("/m/r07/yoi/checklists");
    assert!(page.body.contains("暗号化する。"), "{}", page.body);
    let id = between(&page.body, "name=\"g:", "\"").to_owned();
    let row = id.split('|').nth(1).unwrap();
    let mark = |key: &str| between(&page.body, &format!("name=\"{key}b:{id}\" value=\""), "\"").to_owned();
    let marks = [mark("s"), mark("r"), mark("e"), mark("d")];
    let fields = [
        (format!("g:{id}"), "x".to_owned()),
        (format!("sb:{id}"), marks[0].clone()),
        (format!("rb:{id}"), marks[1].clone()),
        (format!("eb:{id}"), marks[2].clone()),
        (format!("db:{id}"), marks[3].clone()),
        (format!("sv:{id}"), "adopted".to_owned()),
        (format!("rv:{id}"), String::new()),
        (format!("ev:{id}"), "契約書。契約の日".to_owned()),
        (format!("dv:{id}"), String::new()),
    ];
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let answered = clerk.post("/m/r07/yoi/checklists", &fields);
    assert_eq!(answered.status, 303, "{}", answered.body);
    assert!(sandbox.read(FILE).contains("契約書。契約の日"), "{row}");

    let at = "item_sets/komoku/items";
    let added = clerk.post("/m/r07/yoi/add", &[("at", at), ("many", "金額\t円\r\n\r\n 氏名 \r\n")]);
    assert_eq!(
        (added.status, added.header("location").unwrap().split('#').next().unwrap()),
        (303, "/m/r07/yoi/items?saved=2")
    );
    assert!(sandbox.read(FILE).contains("{ name: 金額 }") && sandbox.read(FILE).contains("{ name: 氏名 }"));
    let all = [
        "/due",
        "/due/calendar",
        "/compare?old=r07&new=r07",
        "/evidence",
        "/m/r07/yoi/print",
        "/m/r07/yoi/file/docx",
        "/m/r07/yoi/file/xlsx",
        "/m/r07/yoi/file/md",
        "/m/r07/yoi/file/html",
        "/m/r07/parties/all",
        "/m/-/fugi/all",
    ];
    for path in all {
        assert_eq!(clerk.get(path).status, 200, "{path}");
    }
}

#[test]
fn a_workspace_that_does_not_load_opens_with_its_problems() {
    let sandbox = Sandbox::new();
    let open = Open::new(&sandbox);
    let clerk = open.enter();
    let ward = sandbox.read("fugi.yaml");
    sandbox.write("fugi.yaml", format!("{ward}nazo: 1\n"));
    let home = clerk.get("/");
    assert!(
        home.body.contains("nazo") && home.body.contains("fugi.yaml") && home.body.contains("行目"),
        "{}",
        home.body
    );
    sandbox.write("fugi.yaml", ward);
    assert!(clerk.get("/").body.contains("よい案件"));
}

#[test]
fn names_that_are_not_listened_on_are_refused() {
    let sandbox = Sandbox::new();
    let open = Open::new(&sandbox);
    let clerk = open.enter();
    let port = open.port;
    // 1 foreign Host, 2 a rebinding name, 3 an IPv6 literal; no name, two names, another port.
    for host in [
        "example.jp".to_owned(),
        format!("example.jp:{port}"),
        format!("127.0.0.1.example.jp:{port}"),
        format!("[::1]:{port}"),
        format!("[::ffff:127.0.0.1]:{port}"),
        "127.0.0.1".to_owned(),
        format!("127.0.0.1:{}", port ^ 1),
        format!("0.0.0.0:{port}"),
        String::new(),
    ] {
        for path in ["/", "/style.css", "/open?token=x"] {
            let answer = open.ask("GET", path, &[("Host", &host), ("Cookie", &clerk.cookie)], "");
            assert!(answer.status == 421 || answer.status == 400, "{host} {path}: {}", answer.status);
            assert!(!answer.body.contains("よい案件"));
        }
    }
    assert!(open.ask("GET", "/", &[("Cookie", &clerk.cookie)], "").status >= 400);
    let twice = [("Host", open.host()), ("Host", "example.jp".to_owned())];
    let twice: Vec<(&str, &str)> = twice.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert!(open.ask("GET", "/style.css", &twice, "").status >= 400);
    let absolute =
        open.ask("GET", "http://example.jp/", &[("Host", &open.host()), ("Cookie", &clerk.cookie)], "");
    assert!(absolute.status >= 400);
}

#[test]
fn what_another_page_sends_is_refused() {
    let sandbox = Sandbox::new();
    let open = Open::new(&sandbox);
    let clerk = open.enter();
    let text = sandbox.read(FILE);
    let host = open.host();
    let page = clerk.get("/m/r07/yoi/overview");
    let before = between(&page.body, "name=\"b:title\" value=\"", "\"").to_owned();
    let body = clerk.form(&[("b:title", &before), ("v:title", "乗っ取り")]);
    let own = format!("http://{host}");
    // 4 foreign Origin, 5 `null`, 6 neither header; a page that frames us, an address typed in.
    let attacks: &[&[(&str, &str)]] = &[
        &[("Origin", "http://example.jp")],
        &[("Origin", "https://127.0.0.1")],
        &[("Origin", "null")],
        &[],
        &[("Sec-Fetch-Site", "cross-site"), ("Origin", &own)],
        &[("Sec-Fetch-Site", "same-site"), ("Origin", &own)],
        &[("Sec-Fetch-Site", "none")],
        &[("Sec-Fetch-Site", "same-origin"), ("Origin", "http://example.jp")],
        &[("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Site", "cross-site")],
        &[("Origin", &own), ("Origin", "http://example.jp")],
    ];
    for attack in attacks {
        let mut headers = vec![("Host", host.as_str()), ("Cookie", clerk.cookie.as_str())];
        headers.extend(*attack);
        assert_eq!(open.ask("POST", "/m/r07/yoi/overview", &headers, &body).status, 403, "{attack:?}");
    }
    // Without the form's word, or with another; without the cookie, or with one that another service set (8).
    let headers = [("Host", host.as_str()), ("Cookie", clerk.cookie.as_str()), ("Origin", &own)];
    let bare = format!("b%3Atitle={before}&v%3Atitle=x");
    for body in [bare.clone(), format!("form_word=&{bare}"), format!("form_word={}&{bare}", "0".repeat(64))] {
        assert_eq!(open.ask("POST", "/m/r07/yoi/overview", &headers, &body).status, 403);
    }
    let name = clerk.cookie.split('=').next().unwrap();
    for cookie in [String::new(), format!("{name}=x"), format!("{name}="), clerk.cookie.replace(name, "fugi")]
    {
        let headers = [("Host", host.as_str()), ("Cookie", cookie.as_str()), ("Origin", &own)];
        assert_eq!(open.ask("POST", "/m/r07/yoi/overview", &headers, &body).status, 403, "{cookie}");
        assert_eq!(open.ask("GET", "/", &[("Host", &host), ("Cookie", &cookie)], "").status, 403, "{cookie}");
    }
    assert_eq!(sandbox.read(FILE), text);
    // One of another service beside ours hides nothing.
    let both = format!("{name}=x; {}", clerk.cookie);
    assert_eq!(open.ask("GET", "/", &[("Host", &host), ("Cookie", &both)], "").status, 200);
    // An older browser sends only Origin.
    let headers = [("Host", host.as_str()), ("Cookie", clerk.cookie.as_str()), ("Origin", &own)];
    assert_eq!(open.ask("POST", "/m/r07/yoi/overview", &headers, &body).status, 303);
}

#[test]
fn the_one_time_address_works_once() {
    let sandbox = Sandbox::new();
    let open = Open::new(&sandbox);
    let host = open.host();
    for token in ["", "x", &"0".repeat(64)] {
        let answer = open.ask("GET", &format!("/open?token={token}"), &[("Host", &host)], "");
        assert!(answer.status == 403 && answer.header("set-cookie").is_none());
    }
    let _clerk = open.enter();
    // 7 replayed.
    let again = open.ask("GET", &format!("/open?token={}", open.token), &[("Host", &host)], "");
    assert!(again.status == 403 && again.header("set-cookie").is_none());
}

#[test]
fn reading_changes_nothing_and_no_other_method_is_known() {
    let sandbox = Sandbox::new();
    let open = Open::new(&sandbox);
    let clerk = open.enter();
    let host = open.host();
    // 9 GET with effect.
    let page = clerk.get("/m/r07/yoi/overview");
    let before = between(&page.body, "name=\"b:title\" value=\"", "\"").to_owned();
    let query = clerk.form(&[
        ("b:title", &before),
        ("v:title", "乗っ取り"),
        ("save", "1"),
        ("number", "1"),
        ("name", "made"),
        ("year", "r07"),
    ]);
    let text = sandbox.read(FILE);
    for path in ["/m/r07/yoi/overview", "/new", "/saves", "/m/r07/yoi/add"] {
        let _ = clerk.get(&format!("{path}?{query}"));
    }
    assert_eq!(sandbox.read(FILE), text);
    assert!(!sandbox.path("policies/r07/made.yaml").exists());
    for method in ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "CONNECT", "NONSENSE"] {
        let answer = open.ask(method, "/", &[("Host", &host), ("Cookie", &clerk.cookie)], "");
        assert!(answer.status >= 400, "{method} {}", answer.status);
    }
    let head = open.ask("HEAD", "/", &[("Host", &host), ("Cookie", &clerk.cookie)], "");
    assert!(head.status == 200 && head.body.is_empty());
}

#[test]
fn a_new_matter_begins_from_a_pattern_that_the_year_can_use() {
    let sandbox = Sandbox::new();
    let year = sandbox.path("policies/r08");
    copy_all(&Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/r09/forms"), &year.join("forms"));
    std::fs::copy(sandbox.path("policies/r07/parties.yaml"), year.join("parties.yaml")).unwrap();
    let open = Open::new(&sandbox);
    let clerk = open.enter();
    let page = clerk.get("/new").body;
    let (_, patterns) = page.split_once("よくある業務のひな形").unwrap();
    let (_, first) = patterns.split_once("value=\"like:").unwrap();
    let (id, _) = first.split_once('"').unwrap();
    let made = clerk.post("/new", &[("year", "r08"), ("name", "hajime"), ("from", &format!("like:{id}"))]);
    assert_eq!(made.status, 303, "{}", made.body);
    assert_eq!(clerk.get("/m/r08/hajime/overview").status, 200);
    assert!(sandbox.read("policies/r08/hajime.yaml").contains("【記入】"));
}

#[test]
fn no_path_leads_out_of_the_workspace() {
    let sandbox = Sandbox::new();
    sandbox.write("secret.yaml", "title: 秘密の件\n");
    #[cfg(unix)]
    std::os::unix::fs::symlink(sandbox.path("secret.yaml"), sandbox.path("policies/r07/link.yaml")).unwrap();
    let open = Open::new(&sandbox);
    let clerk = open.enter();
    // 10 plain, encoded, encoded twice, with the other slash, with a NUL, through a link.
    for path in [
        "/../secret.yaml",
        "/m/../secret/overview",
        "/m/r07/../../secret/overview",
        "/m/r07/..%2F..%2Fsecret/overview",
        "/m/r07/%2e%2e%2f%2e%2e%2fsecret/overview",
        "/m/r07/%252e%252e%252fsecret/overview",
        "/m/r07/..%5C..%5Csecret/overview",
        "/m/..%2F../secret/overview",
        "/m/r07%00/yoi/overview",
        "/m/r07/yoi%00/overview",
        "/m/r07/link/overview",
        "/m//etc/passwd/overview",
        "/m/r07/parties/overview",
        "/rules/..%2F..%2FCargo",
        "/m/r07/yoi/file/..%2F..%2Fsecret",
        "/m/r07/yoi/diagram/..%2F..%2Fsecret",
    ] {
        let answer = clerk.get(path);
        assert!(!answer.body.contains("秘密の件") && !answer.body.contains("root:"), "{path}");
        assert!(answer.status >= 400 || answer.body.contains("message"), "{path}: {}", answer.status);
        assert!(!answer.body.contains(&*sandbox.root().to_string_lossy()), "{path}");
    }
    // Nor does the name of the matter that one goes on from.
    let (old, new) = (sandbox.path("policies/r07"), sandbox.path("policies/r08"));
    copy_all(&old.join("forms"), &new.join("forms"));
    std::fs::copy(old.join("parties.yaml"), new.join("parties.yaml")).unwrap();
    for (index, from) in ["r07/../../secret", "r07/forms/../../../secret", "r07/link"].into_iter().enumerate()
    {
        let name = format!("kara{index}");
        let answer = clerk.post("/new", &[("year", "r08"), ("name", &name), ("from", from)]);
        assert!(answer.status == 200 && answer.body.contains("がありません"), "{from}: {}", answer.status);
        assert!(!answer.body.contains("秘密の件") && !new.join(format!("{name}.yaml")).exists(), "{from}");
    }
    let made = clerk.post("/new", &[("year", "r08"), ("name", "tsugi"), ("from", "r07/yoi")]);
    assert_eq!(made.status, 303, "{}", made.body);
}

#[test]
fn what_is_too_large_or_too_slow_ends_and_the_others_are_answered() {
    let sandbox = Sandbox::new();
    let open = Open::new(&sandbox);
    let clerk = open.enter();
    let host = open.host();
    let head = |length: &str| {
        format!(
            "POST /m/r07/yoi/overview HTTP/1.1\r\nHost: {host}\r\nCookie: {}\r\nOrigin: http://{host}\r\nContent-Type: application/x-www-form-urlencoded\r\n{length}\r\n\r\n",
            clerk.cookie
        )
    };
    // 11 oversized: by its word, and without one.
    let told = open.send(head("Content-Length: 104857600").as_bytes()).unwrap();
    assert_eq!(told.status, 413);
    let mut chunked = head("Transfer-Encoding: chunked").into_bytes();
    for _ in 0..100 {
        chunked.extend(b"10000\r\n");
        chunked.extend([b'a'; 65536]);
        chunked.extend(b"\r\n");
    }
    let answer = open.send(&chunked);
    assert!(answer.is_none_or(|own| own.status == 413));
    let long = format!("GET /{} HTTP/1.1\r\nHost: {host}\r\n\r\n", "a".repeat(200_000));
    assert!(open.send(long.as_bytes()).is_none_or(|own| own.status >= 400));
    // 12 slow: heads that never end, more than there is room for; the server goes on.
    let mut slow: Vec<TcpStream> = Vec::new();
    for _ in 0..200 {
        let mut stream = TcpStream::connect(("127.0.0.1", open.port)).unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nHost: ").unwrap();
        slow.push(stream);
    }
    assert_eq!(clerk.get("/style.css").status, 200);
    let first = &mut slow[0];
    first.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let mut left = Vec::new();
    // It is ended from the other side, whatever it still has to say.
    let _ = first.read_to_end(&mut left);
    assert!(clerk.get("/").body.contains("よい案件"));
}

#[test]
fn two_hundred_at_once_are_answered() {
    let sandbox = Sandbox::new();
    let open = Open::new(&sandbox);
    let clerk = open.enter();
    std::thread::scope(|scope| {
        let all: Vec<_> = (0..200).map(|_| scope.spawn(|| clerk.get("/m/r07/yoi/roles").status)).collect();
        for own in all {
            assert_eq!(own.join().unwrap(), 200);
        }
    });
}

#[test]
fn hostile_values_come_out_as_text_on_every_page() {
    const HOSTILE: &str =
        "</textarea><script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7*7 }}%3Cb%3E";
    let sandbox = Sandbox::new();
    let open = Open::new(&sandbox);
    let clerk = open.enter();
    let mut kept = 0;
    for (part, place) in [
        ("overview", "title"),
        ("overview", "overview/purpose"),
        ("overview", "overview/subjects"),
        ("overview", "overview/description"),
        ("roles", "roles/agent/name"),
        ("roles", "roles/agent/kind"),
        ("items", "item_sets/komoku/heading"),
        ("annexes", "contracts/itaku/title"),
        ("overview", "term/to"),
        ("overview", "department"),
    ] {
        let answer = clerk.change(part, place, HOSTILE);
        kept += usize::from(answer.status == 303);
        assert!(!answer.body.contains("<script>alert") && !answer.body.contains("<img src=x"), "{place}");
    }
    assert!(kept >= 6, "{kept}");
    for path in [
        "/",
        "/saves",
        "/new",
        "/m/r07/yoi/overview",
        "/m/r07/yoi/roles",
        "/m/r07/yoi/items",
        "/m/r07/yoi/annexes",
        "/m/r07/yoi/flows",
        "/m/r07/yoi/checklists",
        "/m/r07/yoi/approvals",
        "/m/r07/yoi/matrix",
        "/m/r07/yoi/checklists-more",
        "/m/r07/yoi/print",
        "/m/r07/parties/all",
        "/m/-/fugi/all",
        "/due",
        "/evidence",
        "/m/r07/yoi/paper",
        "/m/r07/yoi/add?at=roles",
        "/m/r07/%3Cscript%3Ealert(1)%3C%2Fscript%3E/overview",
        "/rules/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "/m/r07/yoi/add?at=%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    ] {
        let answer = clerk.get(path);
        assert!(!answer.body.contains("<script>alert") && !answer.body.contains("<img src=x"), "{path}");
        assert!(!answer.body.contains("49%3C"), "{path}");
    }
}

#[test]
fn a_port_in_use_is_said_in_one_sentence() {
    let sandbox = Sandbox::new();
    let open = Open::new(&sandbox);
    let run = sandbox.fugi(&["open", "--no-browser", "--port", &open.port.to_string()]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("他で使われています") && run.out.is_empty(), "{}", run.err);
    let run = Sandbox::new();
    run.remove("fugi.yaml");
    assert_eq!(run.fugi(&["open", "--no-browser"]).code, 2);
}
