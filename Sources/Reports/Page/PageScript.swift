internal import Cryptography

/// The page's only script: a filter over the scenarios, and links that open what they lead to.
/// Without it everything is there to be read. The page's policy lets no other script run, by this
/// one's digest.
enum PageScript {
    static let text = """
        (() => {
          const bar = document.getElementById("filter");
          const [query, only] = bar.querySelectorAll("input");
          const shown = bar.querySelector("output");
          const rows = [...document.querySelectorAll("details.scenario")];
          const apply = () => {
            const wanted = query.value.trim().toLowerCase();
            let count = 0;
            for (const row of rows) {
              const isHit = row.firstElementChild.textContent.toLowerCase().includes(wanted)
                && (!only.checked || row.classList.contains("surprise"));
              row.hidden = !isHit;
              count += isHit;
            }
            shown.textContent = count + " of " + rows.length;
          };
          const reveal = () => {
            const target = document.getElementById(location.hash.slice(1));
            if (!target || !target.matches("details.scenario")) return;
            target.hidden = false;
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
