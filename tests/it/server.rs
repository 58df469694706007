//! The built binary, started on a folder and port of its own, and its front door.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A folder of the test's own, gone when the test ends well.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("honeyguide-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.0.join("data")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }
}

/// The binary beside this test's own, built by the same command.
pub(crate) fn binary() -> PathBuf {
    let own = std::env::current_exe().unwrap();
    let path = own.parent().and_then(Path::parent).unwrap().join("honeyguide");
    assert!(path.exists(), "build the binary first: cargo build -p honeyguide");
    path
}

/// Runs a command of the binary on the folder; answers exit code, stdout and stderr.
pub(crate) fn run(data: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(binary()).args(arguments).arg("--data").arg(data).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

pub(crate) fn create_key(data: &Path, more: &[&str]) -> String {
    let (code, out, err) = run(data, &[&["key", "create", "--json"], more].concat());
    assert_eq!(code, 0, "{err}");
    serde_json::from_str::<Value>(&out).unwrap()["key"].as_str().unwrap().to_owned()
}

pub(crate) struct Server {
    child: Child,
    pub(crate) base: String,
}

impl Server {
    pub(crate) fn start(data: &Path, more: &[&str]) -> Server {
        Self::start_under(Command::new(binary()), data, more)
    }

    /// Starts it under another command (strace), whose arguments are already given.
    pub(crate) fn start_under(mut command: Command, data: &Path, more: &[&str]) -> Server {
        command.args(["serve", "--listen", "127.0.0.1:0", "--rate-limit", "", "--log", "warn", "--data"]);
        let log =
            std::fs::OpenOptions::new().create(true).append(true).open(data.with_extension("log")).unwrap();
        let command = command.arg(data).args(more).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log);
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // A letter that waited may be printed before.
        let announced = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix("Honeyguide serves ").map(str::to_owned));
        let Some(base) = announced else {
            let log = std::fs::read_to_string(data.with_extension("log")).unwrap_or_default();
            panic!("the server did not start\n{log}");
        };
        std::thread::spawn(move || lines.for_each(drop));
        Server { child, base }
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// `kill -9`.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGTERM, then waits for an orderly end.
    pub(crate) fn stop(mut self) -> bool {
        let status = Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        assert!(status.success());
        self.child.wait().unwrap().success()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A client with one key.
#[derive(Clone)]
pub(crate) struct Client {
    pub(crate) http: reqwest::Client,
    pub(crate) base: String,
    pub(crate) key: String,
}

impl Client {
    pub(crate) fn new(base: &str, key: &str) -> Client {
        let redirect = reqwest::redirect::Policy::none();
        let http = reqwest::Client::builder().redirect(redirect).timeout(Duration::from_secs(30)).build();
        Client { http: http.unwrap(), base: base.to_owned(), key: key.to_owned() }
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Result<(u16, Value), reqwest::Error> {
        let request = self.http.post(format!("{}{path}", self.base)).bearer_auth(&self.key).json(body);
        let answer = request.send().await?;
        Ok((answer.status().as_u16(), answer.json().await?))
    }

    pub(crate) async fn get(&self, path: &str) -> Result<(u16, Value), reqwest::Error> {
        let answer = self.http.get(format!("{}{path}", self.base)).bearer_auth(&self.key).send().await?;
        Ok((answer.status().as_u16(), answer.json().await?))
    }

    /// Follows a link as a browser of its own would; answers status, the `hg` on the destination,
    /// and whether the click was tracked in time.
    pub(crate) async fn follow(
        &self,
        slug: &str,
        browser: u64,
    ) -> Result<(u16, Option<String>, bool), reqwest::Error> {
        let agent = format!("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.{browser}");
        let request = self.http.get(format!("{}/r/{slug}", self.base)).header("user-agent", agent);
        let answer = request.send().await?;
        let location = answer.headers().get("location").and_then(|value| value.to_str().ok());
        let hg = location.and_then(|to| to.split_once("hg=")).map(|(_, hg)| hg.to_owned());
        let tracked = !answer.headers().contains_key("x-honeyguide-tracking");
        Ok((answer.status().as_u16(), hg, tracked))
    }

    /// A program that pays 20 %, with one partner, a link `ada` and a code `ADA`.
    pub(crate) async fn set_up(&self) -> (String, String) {
        let made = |(status, body): (u16, Value)| {
            assert_eq!(status, 201, "{body}");
            body
        };
        let program = json!({ "name": "Shop", "currency": "EUR", "allowed_domains": ["shop.example"] });
        let program = made(self.post("/v1/programs", &program).await.unwrap());
        let program = program["program"]["id"].as_str().unwrap().to_owned();
        let reward = json!({
            "event": "sale", "kind": "percent", "rate_millionths": 200_000,
            "recurrence": { "kind": "recurring" },
        });
        let terms = json!({ "rewards": [reward], "hold_days": 0 });
        made(self.post(&format!("/v1/programs/{program}/terms"), &terms).await.unwrap());
        let partner = json!({ "program_id": program, "display_name": "Ada" });
        let partner = made(self.post("/v1/partners", &partner).await.unwrap());
        let partner = partner["partner"]["id"].as_str().unwrap().to_owned();
        let link = json!({
            "program_id": program, "partner_id": partner, "slug": "ada",
            "destination": "https://shop.example/",
        });
        made(self.post("/v1/links", &link).await.unwrap());
        let code = json!({ "program_id": program, "partner_id": partner, "code": "ADA" });
        made(self.post("/v1/codes", &code).await.unwrap());
        (program, partner)
    }

    pub(crate) async fn sale(&self, order: &str, customer: &str) -> Result<(u16, Value), reqwest::Error> {
        let sale = json!({
            "external_id": order, "customer": { "external_id": customer }, "code": "ADA",
            "amount": { "amount": 5_000, "currency": "EUR" },
        });
        self.post("/v1/track/sale", &sale).await
    }
}

/// Waits until the link is known to the redirect, which learns of it after the commit.
/// Answers how many visits that took.
pub(crate) async fn until_followed(client: &Client, slug: &str) -> u64 {
    for attempt in 0..200u64 {
        if client.follow(slug, 1_000_000 + attempt).await.unwrap().0 == 302 {
            return attempt + 1;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the link {slug} never led anywhere");
}

/// Says at the end of `make test` that a test could not run here, and why.
pub(crate) fn skipped(test: &str, reason: &str) {
    use std::io::Write;
    let line = format!("SKIPPED {test}: {reason}\n");
    eprint!("{line}");
    if let Some(path) = std::env::var_os("HONEYGUIDE_SKIPPED") {
        let file = std::fs::OpenOptions::new().create(true).append(true).open(path);
        file.and_then(|mut file| file.write_all(line.as_bytes())).unwrap();
    }
}
