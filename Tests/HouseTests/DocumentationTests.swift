import Foundation
import TestSupport
import Testing

@Suite("Articles below Sources")
struct DocumentationTests {
    /// An article of a DocC catalogue: its room, its file's path below `Sources`, and its text.
    struct Article {
        let room: String
        let path: String
        let text: String

        /// The symbols that it links: what stands between double backticks.
        var symbols: [String] {
            text.matches(of: /``([^`\n]+)``/).map { String($0.1) }
        }

        /// The articles that it links: `<doc:Bounds>`.
        var articles: [String] {
            text.matches(of: /<doc:([^>\n]+)>/).map { String($0.1) }
        }
    }

    static let articles: [Article] = {
        let root = Vectors.house.appending(path: "Sources")
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: root.path)) ?? []
        return names.sorted().compactMap { path in
            guard path.contains(".docc/"), path.hasSuffix(".md"),
                let text = try? String(contentsOf: root.appending(path: path), encoding: .utf8)
            else { return nil }
            return Article(
                room: path.split(separator: "/").first.map(String.init) ?? "", path: path,
                text: text)
        }
    }()

    /// The symbols of each room that has articles.
    static let rooms: [String: RoomSymbols] = {  // looked up, never iterated
        var rooms: [String: RoomSymbols] = [:]  // looked up, never iterated
        for article in articles where rooms[article.room] == nil {
            rooms[article.room] = RoomSymbols(
                HouseRulesTests.sources.filter { $0.room == article.room })
        }
        return rooms
    }()

    /// The symbols that an article links and its room does not declare.
    static func unknown(_ article: Article) -> [String] {
        let known = rooms[article.room]?.paths ?? []
        return article.symbols.filter { $0 != article.room && !known.contains($0) }
    }

    @Test("Every symbol that an article links is a type or a member of its room")
    func symbols() {
        #expect(Self.articles.count >= 4, "the catalogues were not found")
        for article in Self.articles {
            #expect(Self.unknown(article).isEmpty, "\(article.path): \(Self.unknown(article))")
        }
    }

    @Test("Every article that an article links stands in the same catalogue")
    func links() {
        for article in Self.articles {
            let folder = article.path.split(separator: "/").dropLast().joined(separator: "/")
            for name in article.articles {
                #expect(
                    Self.articles.contains { $0.path == "\(folder)/\(name).md" },
                    "\(article.path): \(name)")
            }
        }
    }

    @Test("A planted wrong link is found: a type, a member, a label, a member of another type")
    func planted() {
        let links = [
            "NoSuchMatrix", "BoundedMatrix/noSuchMember", "IntegerMatrix/clamp(by:)",
            "BoundedMatrix/clamp(to:)",
        ]
        for link in links {
            let article = Article(room: "Tensors", path: "planted", text: "A ``\(link)``.")
            #expect(Self.unknown(article) == [link])
        }
        let right = [
            "Tensors", "BoundedMatrix", "BoundedMatrix/bound", "IntegerMatrix/clamp(to:)",
            "BoundedMatrix/init(rows:columns:elements:bound:)", "IntegerFormat/weight",
            "HeadLayout/queries(_:)", "ShapeError/headWidth(width:headCount:)",
            "ShapeError/outOfRange(_:got:limit:)", "Backends/named(_:)",
            "PackedMatrix/linear(_:rows:columns:bias:into:workers:)",
        ]
        let article = Article(
            room: "Tensors", path: "planted",
            text: right.map { "``\($0)``" }.joined(separator: " "))
        #expect(Self.unknown(article) == [])
    }
}
