internal import Fingerprints
internal import Platform

/// The experiments on one model.
package struct ExperimentRun: Sendable {
    package let model: any ExperimentModel
    package let settings: ExperimentSettings
    /// Called once for each piece of work that is done, from any thread.
    let advance: @Sendable () -> Void

    package init(
        model: any ExperimentModel, settings: ExperimentSettings,
        advance: @escaping @Sendable () -> Void = {}
    ) {
        self.model = model
        self.settings = settings
        self.advance = advance
    }

    var base: any AttentionSource { model.base }

    func count(_ published: Int) -> Int { settings.count(published) }

    /// The published scripts take six heads or fail. **Throws:** ``ExperimentError``.
    func checkHeads() throws {
        let count = base.layerCount * base.headCount
        guard count >= HeadSelection.headCountMax else { throw ExperimentError.fewHeads(count) }
    }

    /// The results of a piece of work for each index, in order.
    func each<Value: Sendable>(
        _ count: Int, _ body: @Sendable (Int) throws -> Value
    ) throws -> [Value] {
        try Threads.map(count: count, threadCount: min(settings.threadCount, max(count, 1))) {
            let value = try body($0)
            advance()
            return value
        }
    }

    /// Prompts behind a salt, each with its rows of the salt's heads on the grid.
    func proofs(
        _ prompts: [String], salt: String, source: (any AttentionSource)? = nil
    ) throws -> [GridProof] {
        let source = source ?? base
        let heads = source.heads(salt: salt)
        return try each(prompts.count) { index in
            let ids = try source.tokenIDs(of: "\(salt) \(prompts[index])")
            let rows = try source.rows(ids, heads: heads).map { try GridRow($0) }
            return GridProof(salt: salt, heads: heads, rows: rows, tokenCount: ids.count)
        }
    }
}
