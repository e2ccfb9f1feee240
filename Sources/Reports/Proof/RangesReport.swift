package import Architectures
package import Encodings
package import Inference
internal import Tensors

/// The largest values of a pass, each beside its bound.
package struct RangesReport: Sendable {
    package let ranges: ForwardRanges
    package let architecture: Architecture

    package init(ranges: ForwardRanges, architecture: Architecture) {
        self.ranges = ranges
        self.architecture = architecture
    }

    private var clampNames: [ForwardClamp] { ForwardClamp.all(of: architecture) }
    private var productNames: [ForwardProduct] { ForwardProduct.all(of: architecture) }

    /// All layers together, then each by itself; what belongs to no layer comes first.
    package var json: JSONValue {
        let layers = [nil] + (0..<ranges.layerCount).map(Optional.some)
        return .object([
            JSONMember(
                "clamps", clamps(clampNames) { ranges[$0] }),
            JSONMember(
                "products", products(productNames) { ranges[$0] }),
            JSONMember("layers", .array(layers.map(layer))),
        ])
    }

    private func layer(_ layer: Int?) -> JSONValue {
        let seen = ranges[layer: layer]
        let own = clampNames.filter { ($0 == .embedding) == (layer == nil) }
        return .object([
            JSONMember("layer", layer.map(JSONValue.integer) ?? .null),
            JSONMember("clamps", clamps(own) { seen[$0] }),
            JSONMember(
                "products",
                products(layer == nil ? [] : productNames) { seen[$0] }),
        ])
    }

    private func clamps(
        _ names: [ForwardClamp], _ count: (ForwardClamp) -> ClampCount
    ) -> JSONValue {
        .array(
            names.map { clamp in
                .object([
                    JSONMember("clamp", .string(clamp.rawValue)),
                    JSONMember("bound", .integer(Int(count(clamp).bound))),
                    JSONMember("maximum", .integer(Int(count(clamp).magnitudeMax))),
                    JSONMember("hits", .integer(count(clamp).hits)),
                ])
            })
    }

    private func products(
        _ names: [ForwardProduct], _ magnitude: (ForwardProduct) -> Int64
    ) -> JSONValue {
        .array(
            names.map { product in
                .object([
                    JSONMember("product", .string(product.rawValue)),
                    JSONMember("bound", .integer(Int(product.bound(architecture)))),
                    JSONMember("maximum", .integer(Int(magnitude(product)))),
                ])
            })
    }

    package var text: String {
        var table = TextTable()
        for clamp in clampNames {
            let count = ranges[clamp]
            table.add(
                "clamp \(clamp.rawValue)",
                "largest \(DecimalText.grouped(Int(count.magnitudeMax))) of "
                    + "\(DecimalText.grouped(Int(count.bound))), \(count.hits) hits")
        }
        for product in productNames {
            table.add(
                "sums \(product.rawValue)",
                "largest \(DecimalText.grouped(Int(ranges[product]))) of "
                    + "\(DecimalText.grouped(Int(product.bound(architecture))))")
        }
        return table.text
    }
}
