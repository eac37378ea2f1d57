using System.Security.Cryptography;

namespace TokenVaultAgent.AgentServer.Pages;

/// <summary>The style sheet, the icon and the one script, part of the program, under names that change with their content.</summary>
internal static class PageAssets
{
    public static readonly Asset Style = Asset.Load("site.css", "text/css; charset=utf-8");
    public static readonly Asset Icon = Asset.Load("icon.svg", "image/svg+xml");
    public static readonly Asset Fragment = Asset.Load("fragment.js", "text/javascript; charset=utf-8");

    public static void Map(WebApplication app, PageAddresses pages)
    {
        foreach (var asset in (Asset[])[Style, Icon, Fragment])
            app.MapGet(pages.Root.AbsolutePath + asset.Path, (HttpResponse response) =>
            {
                response.Headers.CacheControl = "public, max-age=31536000, immutable";
                return Results.Bytes(asset.Content, asset.ContentType);
            }).AllowAnonymous();
    }
}

/// <param name="Path">Relative to the folder of the pages.</param>
public sealed record Asset(string Path, string ContentType, byte[] Content)
{
    public static Asset Load(string name, string contentType)
    {
        using var resource = typeof(Asset).Assembly.GetManifestResourceStream(name)!;
        using var buffer = new MemoryStream();
        resource.CopyTo(buffer);
        var content = buffer.ToArray();
        var hash = Convert.ToHexStringLower(SHA256.HashData(content))[..12];
        return new Asset($"assets/{hash}/{name}", contentType, content);
    }
}
