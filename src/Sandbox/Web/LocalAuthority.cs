using System.Formats.Asn1;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TokenVaultAgent.Sandbox.Web;

/// <summary>
/// A certificate authority of this machine's, made on the first start with <c>--https</c> and kept: what trusts it once, trusts every later
/// start. It can certify nothing but loopback (name constraints, RFC 5280 section 4.2.1.10), so that its key is of no use elsewhere.
/// </summary>
public sealed class LocalAuthority
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(3650);
    private static readonly TimeSpan LeafLife = TimeSpan.FromDays(90);

    private readonly X509Certificate2 _authority;

    private LocalAuthority(X509Certificate2 authority, string certificatePath)
    {
        _authority = authority;
        CertificatePath = certificatePath;
    }

    /// <summary>The authority's certificate as a PEM file: for <c>NODE_EXTRA_CA_CERTS</c>, <c>SSL_CERT_FILE</c>, <c>curl --cacert</c>.</summary>
    public string CertificatePath { get; }

    public static string DefaultFolder => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "token-vault-agent-sandbox");

    /// <summary>The authority that the folder holds, or a new one where it holds none that will last.</summary>
    public static LocalAuthority Open(string folder)
    {
        var (certificatePath, keyPath) = (Path.Combine(folder, "authority.pem"), Path.Combine(folder, "authority.key"));
        if (!File.Exists(certificatePath) || !File.Exists(keyPath) || IsEnding(certificatePath))
            Create(folder, certificatePath, keyPath);
        return new LocalAuthority(X509Certificate2.CreateFromPemFile(certificatePath, keyPath), certificatePath);
    }

    /// <summary>A certificate for servers on loopback, with its key.</summary>
    public X509Certificate2 Issue()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Token Vault Agent sandbox", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_authority, true, false));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.Create(_authority, now.AddMinutes(-5), now + LeafLife, RandomNumberGenerator.GetBytes(16));
        return certificate.CopyWithPrivateKey(key);
    }

    /// <summary>Has a client trust this authority alone.</summary>
    public void Trust(SslClientAuthenticationOptions options)
    {
        options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        options.CertificateChainPolicy.CustomTrustStore.Add(_authority);
    }

    private static bool IsEnding(string certificatePath)
    {
        using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(certificatePath));
        return certificate.NotAfter.ToUniversalTime() < TimeProvider.System.GetUtcNow() + LeafLife;
    }

    private static void Create(string folder, string certificatePath, string keyPath)
    {
        Directory.CreateDirectory(folder);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Token Vault Agent sandbox authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(OnlyLoopback());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now + Life);
        var forOwner = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            forOwner.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new StreamWriter(keyPath, forOwner))
            file.Write(key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(certificatePath, certificate.ExportCertificatePem());
    }

    /// <summary>Permitted: localhost, 127.0.0.0/8, ::1.</summary>
    private static X509Extension OnlyLoopback()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
        {
            Permit(() => writer.WriteCharacterString(UniversalTagNumber.IA5String, "localhost", new Asn1Tag(TagClass.ContextSpecific, 2)));
            Permit(() => writer.WriteOctetString([127, 0, 0, 0, 255, 0, 0, 0], new Asn1Tag(TagClass.ContextSpecific, 7)));
            Permit(() => writer.WriteOctetString([.. IPAddress.IPv6Loopback.GetAddressBytes(), .. Enumerable.Repeat((byte)255, 16)], new Asn1Tag(TagClass.ContextSpecific, 7)));
        }

        return new X509Extension("2.5.29.30", writer.Encode(), critical: true);

        void Permit(Action write)
        {
            using (writer.PushSequence())
                write();
        }
    }
}
