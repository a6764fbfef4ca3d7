//! Requests written as calls of curl: `curl --request PUT --data '{}' "https://host/api/v4/books/1"`.
//!
//! The options are those of curl's manual (<https://curl.se/docs/manpage.html>).

use crate::diagnostics::{Code, Diagnostic, Report};
use crate::ir::{Example, ExampleKind, Method};
use crate::page::{Fence, Page};
use crate::read::operation::request::RequestLine;
use crate::read::paths::fit::fits;
use crate::read::paths::path::path_text;

/// The request that a fence makes with its first call of curl, with the address that the page's own
/// `lines` give it; `None` if it makes none, or one with a verb that no request line has. A command that
/// no shell can read is reported.
pub fn example(
    page: &Page<'_>,
    fence: &Fence<'_>,
    lines: &[RequestLine],
    report: &mut Report,
) -> Option<Example> {
    let contents = fence.contents.trim_start();
    let start = fence.span.start + (fence.contents.len() - contents.len());
    let (command, _) = call(contents)?;
    let Some(words) = shlex::split(command) else {
        report.push(
            Diagnostic::of(Code::BrokenExample, page.source(start))
                .found("a call of curl with a quote that nothing closes")
                .expected("every quote to be closed")
                .instead("the example was left out"),
        );
        return None;
    };
    let call = Call::of(words)?;
    let method = Method::from_verb(&call.verb())?;
    let target = own_target(method, &call.url, lines).unwrap_or(&call.url);
    // What is sent stands in the fence as it is where nothing in it had to be escaped.
    let at = call.data.lines().next().filter(|line| !line.is_empty());
    let at = at.and_then(|line| fence.contents.find(line));
    let body_line = match (at, call.data.is_empty()) {
        (_, true) => 0,
        (Some(at), _) => page.source(fence.span.start + at).line,
        (None, _) => page.source(start).line,
    };
    Some(Example {
        kind: ExampleKind::Request,
        title: Box::default(),
        description: Box::default(),
        start_line: format!("{method} {target}").into(),
        headers: call.headers(),
        body: call.data.trim().into(),
        body_line,
        ty: None,
        source: page.source(start),
    })
}

/// What a fence shows below its first call of curl: the message that comes back, or its body.
pub fn output<'a>(fence: &Fence<'a>) -> Option<Fence<'a>> {
    let (_, output) = call(fence.contents.trim_start())?;
    let output = output.trim_start();
    let start = fence.span.end - output.len();
    let next = ["\n$ ", "\n> ", "\ncurl "].iter().filter_map(|next| output.find(next)).min();
    let contents = &output[..next.unwrap_or(output.len())];
    let span = start..start + contents.len();
    (!contents.is_empty()).then(|| Fence { info: fence.info.clone(), contents, span })
}

/// The call of curl that begins a text, and what stands below it; `None` where none does.
fn call(contents: &str) -> Option<(&str, &str)> {
    let command = ["$ ", "> ", ""].iter().find_map(|prompt| contents.strip_prefix(prompt))?;
    command.starts_with("curl ").then(|| command.split_at(command_end(command)))
}

/// Where the command ends with which a text begins: at the end of a line that no quote continues, and below
/// which a message stands, or JSON.
fn command_end(text: &str) -> usize {
    let mut quote = None;
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match (character, quote) {
            // In single quotes it stands for itself.
            ('\\', None | Some('"')) => _ = characters.next(),
            ('\n', None) if is_output(&text[at..]) => return at,
            (_, Some(open)) if character == open => quote = None,
            ('"' | '\'', None) => quote = Some(character),
            _ => {}
        }
    }
    text.len()
}

fn is_output(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with(['{', '[']) || text.starts_with("HTTP/")
}

/// A call's address as the request lines write theirs, if it is that of one: they leave out the host,
/// and what stands before all paths of an API.
fn own_target<'u>(method: Method, url: &'u str, lines: &[RequestLine]) -> Option<&'u str> {
    let from = url.find("://").map_or(0, |at| at + "://".len());
    let end = url.find('?').unwrap_or(url.len());
    let slashes = url[from..end].match_indices('/').map(|(at, _)| &url[from + at..]);
    let is_of = |target: &str, line: &RequestLine| {
        path_text(target).is_ok_and(|target| fits(&line.path, &target))
    };
    let mut targets = slashes.clone();
    let of_verb = targets
        .find(|target| lines.iter().any(|line| line.method == method && is_of(target, line)));
    let mut targets = slashes;
    of_verb.or_else(|| targets.find(|target| lines.iter().any(|line| is_of(target, line))))
}

/// What a call of curl says of the request that it makes.
#[derive(Debug, Default)]
struct Call {
    verb: Option<String>,
    url: String,
    headers: Vec<String>,
    /// What is sent, as it stands; empty where that is in a file.
    data: String,
    /// Whether anything is sent.
    sends: bool,
    /// Whether what is sent goes into the address.
    in_address: bool,
    /// The format of what is sent, where an option says it.
    format: Option<&'static str>,
}

impl Call {
    /// Takes the words of a command; `None` where it has no address.
    fn of(words: Vec<String>) -> Option<Self> {
        let mut words = words.into_iter().skip(1);
        let mut call = Self::default();
        while let Some(word) = words.next() {
            if ["|", "&&", ";", ">", ">>", "<", "curl"].contains(&&*word) {
                break;
            }
            let Some(option) = word.strip_prefix('-').filter(|option| !option.is_empty()) else {
                if call.url.is_empty() {
                    call.url = word;
                }
                continue;
            };
            let (name, value) = match option.strip_prefix('-') {
                Some(long) => (long.to_owned(), None),
                None => short(option),
            };
            if !takes_value(&name) {
                call.flag(&name);
                continue;
            }
            let value = value.or_else(|| words.next())?;
            call.option(&name, value);
        }
        if call.in_address && !call.data.is_empty() {
            let mark = if call.url.contains('?') { '&' } else { '?' };
            call.url = format!("{}{mark}{}", call.url, std::mem::take(&mut call.data));
        }
        call.url.contains('/').then_some(call)
    }

    fn flag(&mut self, name: &str) {
        match name {
            "get" | "G" => self.in_address = true,
            "head" | "I" => self.verb = Some("HEAD".to_owned()),
            _ => {}
        }
    }

    fn option(&mut self, name: &str, value: String) {
        match name {
            "request" | "X" => self.verb = Some(value),
            "url" => self.url = value,
            "header" | "H" => self.headers.push(value),
            "json" | "data" | "data-ascii" | "data-raw" | "data-binary" | "data-urlencode"
            | "d" => {
                if name == "json" {
                    self.format = Some("application/json");
                }
                self.sends = true;
                let is_file = value.starts_with('@') && name != "data-raw";
                if !is_file {
                    // curl sends several one after the other.
                    if !self.data.is_empty() {
                        self.data.push('&');
                    }
                    self.data.push_str(&value);
                }
            }
            "form" | "form-string" | "F" => {
                (self.sends, self.format) = (true, Some("multipart/form-data"));
            }
            "upload-file" | "T" => {
                self.verb.get_or_insert_with(|| "PUT".to_owned());
            }
            _ => {}
        }
    }

    /// The verb, in capitals.
    fn verb(&self) -> String {
        let implied = if self.sends && !self.in_address { "POST" } else { "GET" };
        self.verb.as_deref().unwrap_or(implied).to_ascii_uppercase()
    }

    fn headers(&self) -> Vec<(Box<str>, Box<str>)> {
        let headers = self.headers.iter().filter_map(|header| header.split_once(':'));
        let mut headers: Vec<(Box<str>, Box<str>)> =
            headers.map(|(name, value)| (name.trim().into(), value.trim().into())).collect();
        let is_told = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        let is_form = !self.data.is_empty() && !self.data.trim_start().starts_with(['{', '[']);
        let form = is_form.then_some("application/x-www-form-urlencoded");
        if let Some(media) = form.or(self.format).filter(|_| !is_told) {
            headers.push(("Content-Type".into(), media.into()));
        }
        headers
    }
}

/// Short options that stand together, the last with its value perhaps: `-sXPOST`.
fn short(options: &str) -> (String, Option<String>) {
    for (at, option) in options.char_indices() {
        let name = option.to_string();
        let rest = &options[at + option.len_utf8()..];
        if takes_value(&name) || rest.is_empty() {
            return (name, (!rest.is_empty()).then(|| rest.to_owned()));
        }
    }
    (String::new(), None)
}

/// The options that a value follows.
const WITH_VALUES: &str = "\
    A F H K T X b c cacert cert connect-timeout cookie cookie-jar d data data-ascii \
    data-binary data-raw data-urlencode e form form-string header json key m max-time o \
    oauth2-bearer output proxy referer request resolve retry retry-delay u unix-socket \
    upload-file url user user-agent w write-out x";

fn takes_value(name: &str) -> bool {
    WITH_VALUES.split(' ').any(|option| option == name)
}

#[cfg(test)]
mod tests {
    use super::Call;

    fn call(command: &str) -> Option<Call> {
        Call::of(shlex::split(command).expect("quotes that are closed"))
    }

    #[track_caller]
    fn assert_call(command: &str, verb: &str, url: &str, data: &str) {
        let call = call(command).expect("a call");
        let read = (call.verb(), call.url, call.data);
        assert_eq!(read, (verb.to_owned(), url.to_owned(), data.to_owned()), "{command}");
    }

    #[test]
    fn calls_say_verb_address_and_data() {
        assert_call("curl https://h/books", "GET", "https://h/books", "");
        assert_call(
            "curl -sSL -o out.json 'https://h/books?a=b c'",
            "GET",
            "https://h/books?a=b c",
            "",
        );
        assert_call("curl -XDELETE $HOST/books/1", "DELETE", "$HOST/books/1", "");
        assert_call("curl -d a=b -d c=d https://h/books", "POST", "https://h/books", "a=b&c=d");
        assert_call("curl -d @book.json https://h/books", "POST", "https://h/books", "");
        assert_call(
            "curl --request put \\\n  --header \"A: b\" \\\n  --url https://h/books/1 \\\n  --data '{\"a\": 1}' | jq",
            "PUT",
            "https://h/books/1",
            "{\"a\": 1}",
        );
        assert_call("curl -G -d a=b https://h/books", "GET", "https://h/books?a=b", "");
        assert_call("curl https://h/books\ncurl https://h/shelves", "GET", "https://h/books", "");
    }

    #[test]
    fn what_is_no_call_is_none() {
        for command in ["curl --version", "curl -H"] {
            assert!(call(command).is_none(), "{command}");
        }
    }
}
