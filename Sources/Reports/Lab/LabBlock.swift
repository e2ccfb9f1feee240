/// A piece of a section of the lab's report.
enum LabBlock {
    /// A heading for the blocks that follow, one level below the section's.
    case heading(String)
    /// A sentence with a mark: the class of ``PageIcons``.
    case verdict(state: String, String)
    case facts([(name: String, value: String)])
    case table(LabTable)
    /// Markup that has escaped its own texts, with its name for those who do not see it.
    case picture(svg: String, name: String)
    /// Further blocks that a reader opens.
    case details(title: String, [LabBlock])
}

/// A table with a caption, the first cell of each row its head.
struct LabTable {
    struct Cell {
        let text: String
        /// Told beside the text, for those who point at it; empty for none.
        var title = ""
        /// "rgb(…)" for ground and ink, nil for the page's own.
        var ground: String?
        var ink: String?
        /// The class of ``PageIcons`` that colours the text; nil for none.
        var state: String?
        /// Whether it is a digest or a key, which may be broken anywhere.
        var isHash = false

        init(_ text: String, state: String? = nil) {
            self.text = text
            self.state = state
        }

        /// A field of a heat map. **Units:** valueQ16 in Q16 along the scale.
        init(_ text: String, title: String, on scale: ColourScale, valueQ16: Int) {
            self.text = text
            self.title = title
            ground = scale.colour(valueQ16)
            ink = scale.ink(valueQ16)
        }
    }

    let caption: String
    /// The first is the corner.
    let heads: [String]
    private(set) var rows: [(head: String, cells: [Cell])] = []
    /// Whether heads stand upright above narrow columns.
    let isMap: Bool

    init(caption: String, heads: [String], isMap: Bool = false) {
        self.caption = caption
        self.heads = heads
        self.isMap = isMap
    }

    /// **Precondition:** a cell for each head but the corner.
    mutating func add(_ head: String, _ cells: [Cell]) {
        precondition(cells.count == heads.count - 1, "\(cells.count) cells, \(heads.count) heads")
        rows.append((head, cells))
    }

    mutating func add(_ head: String, _ texts: [String]) {
        add(head, texts.map { Cell($0) })
    }
}
