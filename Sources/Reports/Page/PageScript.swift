internal import Cryptography

/// The page's only script: a filter over the scenarios, links that open what they lead to, and one
/// tab stop for each wall of boxes, in which arrow keys move.
/// Without it everything is there to be read. The page's policy lets no other script run, by this
/// one's digest.
enum PageScript {
    static let text = """
        (() => {
          const bar = document.getElementById("filter");
          const [query, only] = bar.querySelectorAll("input");
          const shown = bar.querySelector("output");
          const nothing = document.getElementById("nothing");
          const groups = [...document.querySelectorAll("#scenarios .system")];
          const rows = [...document.querySelectorAll("details.scenario")];
          const parts = "summary .id, summary .title, summary .chip, .about, dd, .guards li";
          const texts = rows.map((row) => [...row.querySelectorAll(parts)]
            .map((part) => part.textContent).join(" ").toLowerCase());
          const isLetter = /[\\p{L}\\p{N}]/u;
          // "enc" begins "encoding" and stands in "inference", where nobody looks for it.
          const begins = (text, word) => {
            for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
              if (at === 0 || !isLetter.test(text[at - 1])) return true;
            }
            return false;
          };
          const apply = () => {
            const words = query.value.toLowerCase().split(/\\s+/).filter(Boolean);
            let count = 0;
            rows.forEach((row, place) => {
              const isHit = words.every((word) => begins(texts[place], word))
                && (!only.checked || row.classList.contains("surprise"));
              row.hidden = !isHit;
              count += isHit;
            });
            for (const group of groups) {
              group.hidden = !group.querySelector("details.scenario:not([hidden])");
            }
            nothing.hidden = count > 0;
            shown.textContent = count + " of " + rows.length;
          };
          for (const wall of document.querySelectorAll(".wall, .holes")) {
            const links = [...wall.querySelectorAll("a")];
            links.slice(1).forEach((link) => { link.tabIndex = -1; });
            wall.addEventListener("keydown", (event) => {
              const place = links.indexOf(document.activeElement);
              const next = links[{
                ArrowRight: place + 1, ArrowDown: place + 1, ArrowLeft: place - 1,
                ArrowUp: place - 1, Home: 0, End: links.length - 1,
              }[event.key]];
              if (!next || event.ctrlKey || event.altKey || event.metaKey) return;
              event.preventDefault();
              links.forEach((link) => { link.tabIndex = link === next ? 0 : -1; });
              next.focus();
            });
          }
          const reveal = () => {
            const target = document.getElementById(location.hash.slice(1));
            if (!target || !target.matches("details.scenario, .system")) return;
            if (target.hidden) {
              query.value = "";
              only.checked = false;
              apply();
            }
            target.open = true;
            target.scrollIntoView();
          };
          query.addEventListener("input", apply);
          only.addEventListener("change", apply);
          addEventListener("hashchange", reveal);
          bar.hidden = false;
          apply();
          reveal();
        })();
        """

    /// Base64 of the script's SHA-256, as Content-Security-Policy names it.
    static let digest = base64(Digests.sha256(text.utf8).bytes)

    private static func base64(_ bytes: [UInt8]) -> String {
        let alphabet = Array(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let padded = Array(group) + [UInt8](repeating: 0, count: 3 - group.count)
            let bits = padded.reduce(0) { $0 << 8 | Int($1) }
            for place in 0..<4 {
                text.append(
                    place <= group.count
                        ? alphabet[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
