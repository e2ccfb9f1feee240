/// The frame of every picture: a file that needs no other, with the common background and styles.
enum SVGDocument {
    /// A picture that a page may hold beside others, with styles of its own for light and dark.
    ///
    /// - Parameters:
    ///   - name: the class that keeps the styles off the page; every rule begins with it.
    ///   - label: the picture in words.
    ///   - fonts: further names of fonts, each with its comma.
    static func text(
        _ name: String, width: Int, height: Int, label: String, styles: String, fonts: String = "",
        shapes: String
    ) -> String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" class="\(name)" viewBox="0 0 \(width) \(height)" \
        width="\(width)" height="\(height)" role="img" aria-label="\(SVGText.escaped(label))" \
        font-family="ui-monospace, Menlo, \(fonts)monospace">
        <style>
        \(styles)
        </style>
        <rect class="ground" width="100%" height="100%"/>
        \(shapes)</svg>

        """
    }

    /// Shapes at another place.
    static func moved(_ x: Int, _ y: Int, _ shapes: String) -> String {
        "<g transform=\"translate(\(x) \(y))\">\n\(shapes)</g>\n"
    }

    /// - Parameters:
    ///   - styles: the styles of this picture alone.
    ///   - shapes: SVG elements, each with its end of line.
    static func text(width: Int, height: Int, styles: String, shapes: String) -> String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" \
        width="\(width)" height="\(height)" font-family="ui-monospace, Menlo, monospace">
        <style>
        .ground { fill: #fbfaf7 } .panel { fill: #ffffff; stroke: #ddd8cc }
        .title { fill: #26221a; font-size: 15px } .note { fill: #6b6558; font-size: 11px }
        \(styles)
        </style>
        <rect class="ground" width="100%" height="100%"/>
        \(shapes)</svg>

        """
    }
}
