import ArgumentParser

struct Models: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List, inspect, digest, verify, fetch, draw, convert and audit models.",
        discussion: "Example: glyphlab models verify Models/glyph-nano",
        subcommands: [
            ModelsList.self, ModelsInspect.self, ModelsDigest.self, ModelsVerify.self,
            ModelsFetch.self, ModelsSynth.self, ModelsConvert.self, ModelsAudit.self,
        ])
}
