import Encodings
import Foundation
import TestSupport

/// One model of a user's own in every container that GlyphLab reads.
struct OwnModelForms: Sendable {
    /// The folders' names; what other people's writers make, where there is a Python with them.
    static let names =
        ["safetensors", "tokenizer-json", "converted-hdf5"]
        + (Python.has("h5py", "safetensors")
            ? ["f32", "shards", "flat", "gzip", "keras", "f64"] : [])

    static let all = Result { try OwnModelForms() }

    private let folder: TemporaryFolder

    func path(_ name: String) -> String { "\(folder.path)/\(name)" }

    private init() throws {
        folder = try TemporaryFolder()
        let source = try SyntheticModel.own.get().path
        let manager = FileManager.default
        try manager.copyItem(atPath: source, toPath: path("safetensors"))
        try manager.copyItem(atPath: source, toPath: path("tokenizer-json"))
        try putTokenizerFile(path("tokenizer-json"))
        let conversion = try Shell.run(
            "\(Journey.program) models convert \(Shell.quoted(source)) --to hdf5 "
                + "--out \(Shell.quoted(path("converted-hdf5")))")
        guard conversion.code == 0 else {
            throw SyntheticModel.Unmade(message: conversion.messages)
        }
        if Self.names.contains("keras") {
            try Python.script("write_containers.py", [source, folder.path])
        }
    }

    /// Puts `tokenizer.json` in the place of `vocab.json` and `merges.txt`.
    private func putTokenizerFile(_ path: String) throws {
        let vocabulary = try JSONParser.parse(
            Array(Data(contentsOf: URL(filePath: path + "/vocab.json"))), byteCountMax: 1 << 24)
        let merges = try String(contentsOfFile: path + "/merges.txt", encoding: .utf8)
            .split(separator: "\n").filter { !$0.hasPrefix("#version") }
        let byteLevel = JSONValue.object([
            JSONMember("type", .string("ByteLevel")),
            JSONMember("add_prefix_space", .boolean(false)),
            JSONMember("trim_offsets", .boolean(true)), JSONMember("use_regex", .boolean(true)),
        ])
        let endOfText = JSONValue.object([
            JSONMember("id", try vocabulary.at("<|endoftext|>")),
            JSONMember("content", .string("<|endoftext|>")),
            JSONMember("single_word", .boolean(false)), JSONMember("lstrip", .boolean(false)),
            JSONMember("rstrip", .boolean(false)), JSONMember("normalized", .boolean(false)),
            JSONMember("special", .boolean(true)),
        ])
        let document = JSONValue.object([
            JSONMember("version", .string("1.0")), JSONMember("truncation", .null),
            JSONMember("padding", .null), JSONMember("added_tokens", .array([endOfText])),
            JSONMember("normalizer", .null), JSONMember("pre_tokenizer", byteLevel),
            JSONMember("post_processor", .null), JSONMember("decoder", byteLevel),
            JSONMember(
                "model",
                .object([
                    JSONMember("type", .string("BPE")), JSONMember("dropout", .null),
                    JSONMember("unk_token", .null),
                    JSONMember("continuing_subword_prefix", .null),
                    JSONMember("end_of_word_suffix", .null),
                    JSONMember("fuse_unk", .boolean(false)),
                    JSONMember("byte_fallback", .boolean(false)),
                    JSONMember("vocab", vocabulary),
                    JSONMember("merges", .array(merges.map { .string(String($0)) })),
                ])),
        ])
        try Data(document.compactText.utf8).write(to: URL(filePath: path + "/tokenizer.json"))
        for name in ["vocab.json", "merges.txt"] {
            try FileManager.default.removeItem(atPath: "\(path)/\(name)")
        }
    }
}
