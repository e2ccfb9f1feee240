import ArgumentParser

/// The forms that can be drawn.
enum ArchitectureArgument: String, ExpressibleByArgument, CaseIterable {
    case gpt2, qwen2
}

/// The types of elements that can be drawn.
enum ElementTypeArgument: String, ExpressibleByArgument, CaseIterable {
    case float32 = "F32"
    case bfloat16 = "BF16"
}
