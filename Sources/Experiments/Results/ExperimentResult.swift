package import Statistics

/// An experiment of the paper, done again: all that a report tells of it.
package struct ExperimentResult: Sendable {
    package let experiment: Experiment
    /// The model as tables call it.
    package let model: String
    /// The seeds of everything that was drawn.
    package let seeds: String
    package let rows: [Row]
    /// Sentences on what the rows say, and what they do not say.
    package let notes: [String]
    /// Further numbers, as small tables.
    package let tables: [Table]
    /// Numbers along an axis; nil where there are none.
    package let curve: Curve?
    /// Each trial's outcome in the order of the draws: a text of 0 and 1.
    package let outcomes: [(name: String, bits: String)]

    init(
        _ experiment: Experiment, model: String, seeds: String, rows: [Row], notes: [String],
        tables: [Table] = [], curve: Curve? = nil, outcomes: [(name: String, bits: String)] = []
    ) {
        self.experiment = experiment
        self.model = model
        self.seeds = seeds
        self.rows = rows
        self.notes = notes
        self.tables = tables
        self.curve = curve
        self.outcomes = outcomes
    }

    /// A figure of the paper beside the one that was measured here.
    package struct Row: Sendable {
        package let name: String
        /// Nil where nothing was measured, such as a figure of the paper alone.
        package let ours: ExactBinomial?
        package let published: Published
        /// The share that chance alone gives, in millionths; nil where there is no such.
        package let chanceMillionths: Int?

        init(
            _ name: String, ours: ExactBinomial?, published: Published = .none,
            chanceMillionths: Int? = nil
        ) {
            self.name = name
            self.ours = ours
            self.published = published
            self.chanceMillionths = chanceMillionths
        }
    }

    package enum Published: Sendable {
        /// The paper has no such figure.
        case none
        /// A figure with its sample: its interval is as exact as ours.
        case rate(ExactBinomial)
        /// A figure without a sample, in the paper's words: it has no interval.
        case text(String)
        /// A figure that says nothing, with its sample.
        case void(ExactBinomial)
    }

    package struct Table: Sendable {
        package let title: String
        /// The first is the rows' own.
        package let heads: [String]
        package let rows: [[String]]

        /// **Precondition:** a cell for each head.
        init(_ title: String, heads: [String], rows: [[String]]) {
            precondition(rows.allSatisfy { $0.count == heads.count }, title)
            self.title = title
            self.heads = heads
            self.rows = rows
        }
    }

    /// Values at 1, 2, 3 … of an axis.
    package struct Curve: Sendable {
        package let title: String
        package let axis: String
        package let series: [(name: String, values: [Int])]
        /// The first value's place on the axis.
        package let start: Int
        /// The part that the values count: 1,000 for thousandths.
        package let scale: Int
    }
}

extension [Bool] {
    /// A text of 0 and 1.
    var bits: String { map { $0 ? "1" : "0" }.joined() }

    /// The share that holds; nil of none.
    var rate: ExactBinomial? { ExactBinomial(count { $0 }, of: count) }
}

extension ExactBinomial {
    /// The share of a count that may be empty; nil then.
    init?(_ successCount: Int, of count: Int) {
        guard count > 0 else { return nil }
        self.init(successCount: successCount, count: count)
    }
}
