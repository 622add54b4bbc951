using System.Globalization;
using System.Text;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Profiles;

namespace ContactsDashboard.Services.Demo;

/// <summary>Somebody of the demo, in the order in which they became known.</summary>
/// <param name="Method">How they became a contact.</param>
internal sealed record DemoPerson(int Number, CreationMethod Method, ProfileEdit Profile)
{
    public bool IsEntered => Method is CreationMethod.Manual or CreationMethod.Api;
}

/// <summary>The people of the demo: invented names, addresses at reserved domains (RFC 2606), phone numbers kept free for fiction.</summary>
internal static class DemoPeople
{
    public static readonly string[] Interests = ["Hiking", "Cycling", "Climbing", "Sailing"];

    // Names are first and last; where these are not written in Latin letters the address follows the colon.
    private static readonly Country[] Countries =
    [
        new("GB", "en-GB", "Europe/London", "London", "N1 9GU", "Harbour Road", "+44 20 7946 0{0:000}", "harbour.example",
            "Amelia Hughes, Oliver Bennett, Isla Campbell, Harry Whitfield, Freya Osborne, George Pemberton, Poppy Lancaster, Rhys Morgan, Niamh Gallagher, Callum Fraser"),
        new("DE", "de", "Europe/Berlin", "Berlin", "10435", "Kastanienallee", "+49 30 23125 {0:000}", "nordlicht.example",
            "Anna Schäfer, Jörg Müller, Lena Vogt, Björn Lüdtke, Käthe Brandt, Matthias Köhler, Sabine Krüger, Felix Hoffmann, Jürgen Böhm, Ulrike Zöllner"),
        new("US", "en-US", "America/New_York", "New York", "10011", "Maple Street", "+1 212 555 01{0:00}", "mapleworks.example",
            "Emily Carter, Marcus Reed, Olivia Sanders, Tyler Brooks, Hannah Whitman, Carlos Ramirez, Grace Kim, Derek O'Connor, Alicia Washington, Noah Feldman"),
        new("FR", "fr", "Europe/Paris", "Lyon", "69002", "Rue des Tilleuls", "+33 1 99 00 {0:0000}", "atelier-lyon.example",
            "Chloé Lefèvre, Théo Girard, Zoé Marchand, Rémi Dubois, Élodie Garnier, François Noël, Anaïs Béranger, Jérôme Petit, Hélène Rousseau, Loïc Guérin"),
        new("SE", "sv", "Europe/Stockholm", "Stockholm", "111 21", "Björkgatan", "+46 8 465 004 {0:00}", "fjallstigen.example",
            "Åsa Lindqvist, Göran Sjöberg, Märta Ekström, Linnéa Åkesson, Nils Öberg, Elsa Håkansson, Oskar Lindström, Ebba Nyström, Axel Forsberg, Wilma Sandström"),
        new("AU", "en-AU", "Australia/Sydney", "Sydney", "2010", "Banksia Avenue", "+61 2 5550 {0:0000}", "coastline.example",
            "Charlotte Nguyen, Jack Thornton, Matilda Rowe, Liam Kavanagh, Ruby Chandra, Lachlan Pryce, Sienna Walsh, Cooper Hayes, Evie Marsden, Angus McLeod"),
        new("JP", "ja", "Asia/Tokyo", "東京", "150-0001", "神宮前", null, "sakura.test",
            "さくら 田中:sakura.tanaka, 健太 佐藤:kenta.sato, 美咲 鈴木:misaki.suzuki, 大輔 高橋:daisuke.takahashi, 葵 伊藤:aoi.ito, 陽菜 渡辺:hina.watanabe, " +
            "翔 山本:sho.yamamoto, 結衣 中村:yui.nakamura, 蓮 小林:ren.kobayashi, 直樹 加藤:naoki.kato"),
        new("PL", "pl", "Europe/Warsaw", "Kraków", "31-010", "ul. Lipowa", null, "gory.example",
            "Zofia Wójcik, Paweł Łukasik:pawel.lukasik, Agnieszka Dąbrowska, Michał Zieliński:michal.zielinski, Małgorzata Nowak:malgorzata.nowak, Krzysztof Żak, " +
            "Świętosława Król:swietoslawa.krol, Grzegorz Pająk, Ewa Szczęsna, Jakub Śliwa"),
        new("ES", "es", "Europe/Madrid", "Sevilla", "41001", "Calle del Olivo", null, "olivar.example",
            "Lucía Fernández, Íñigo Echeverría, Begoña Núñez, Sergio Peña, Inés Gutiérrez, Andrés Ibáñez, Martina Solís, Álvaro Cañada, Nuria Domènech, Raúl Martínez"),
        new("BR", "pt-BR", "America/Sao_Paulo", "São Paulo", "01310-100", "Rua das Palmeiras", null, "palmeira.test",
            "João Conceição, Beatriz Araújo, Tiago Magalhães, Letícia Gonçalves, Antônio Falcão, Luíza Brandão, Caio Simões, Débora Leitão, Vinícius Rocha, Sônia Bragança"),
        new("GR", "el", "Europe/Athens", "Αθήνα", "105 56", "Οδός Ελαιών", null, "elia.example",
            "Ελένη Παπαδοπούλου:eleni.papadopoulou, Γιώργος Νικολάου:giorgos.nikolaou, Μαρία Οικονόμου:maria.oikonomou, Νίκος Αντωνίου:nikos.antoniou, " +
            "Σοφία Γεωργίου:sofia.georgiou, Δημήτρης Βασιλείου:dimitris.vasileiou, Κατερίνα Δήμου:katerina.dimou, Πέτρος Ιωάννου:petros.ioannou, " +
            "Άννα Καρρά:anna.karra, Στέλιος Ρήγας:stelios.rigas"),
        new("UA", "uk", "Europe/Kyiv", "Київ", "01001", "вул. Каштанова", null, "kashtan.test",
            "Олена Шевченко:olena.shevchenko, Андрій Коваль:andrii.koval, Ірина Бондар:iryna.bondar, Тарас Мельник:taras.melnyk, Оксана Ткаченко:oksana.tkachenko, " +
            "Богдан Лисенко:bohdan.lysenko, Юлія Гриценко:yuliia.hrytsenko, Максим Їжак:maksym.yizhak, Наталя Поліщук:natalia.polishchuk, Остап Сірко:ostap.sirko"),
        new("TR", "tr", "Europe/Istanbul", "İzmir", "35210", "Zeytin Sokak", null, "zeytin.example",
            "Ayşe Yıldız:ayse.yildiz, Çağlar Öztürk, Gülşen Aydın:gulsen.aydin, İbrahim Şahin:ibrahim.sahin, Nazlı Güneş:nazli.gunes, Özgür Koç, Zeynep Çelik, " +
            "Emre Doğan, Şule Karataş, Barış Ünal:baris.unal"),
        new("IN", "hi", "Asia/Kolkata", "पुणे", "411001", "नीम मार्ग", null, "monsoon.test",
            "आरव शर्मा:aarav.sharma, प्रिया पटेल:priya.patel, रोहन गुप्ता:rohan.gupta, अनन्या अय्यर:ananya.iyer, विक्रम सिंह:vikram.singh, काव्या नायर:kavya.nair, " +
            "अर्जुन मेहता:arjun.mehta, दीपिका जोशी:deepika.joshi, सिद्धार्थ राव:siddharth.rao, मीरा देसाई:meera.desai"),
        new("KR", "ko", "Asia/Seoul", "서울", "04524", "은행나무길", null, "hangang.example",
            "민준 김:minjun.kim, 서연 이:seoyeon.lee, 지호 박:jiho.park, 하은 최:haeun.choi, 도윤 정:doyun.jung, 지우 강:jiwoo.kang, 예준 조:yejun.cho, 수아 윤:sua.yoon, " +
            "시우 장:siwoo.jang, 채원 임:chaewon.lim"),
        new("EG", "ar", "Africa/Cairo", "القاهرة", "11511", "شارع الياسمين", null, "yasmin.test",
            "ليلى حسن:layla.hassan, عمر فاروق:omar.farouk, نور الدين:nour.eldin, يوسف منصور:youssef.mansour, مريم عادل:mariam.adel, كريم صبري:karim.sabry, " +
            "سلمى فؤاد:salma.fouad, طارق نبيل:tarek.nabil, هدى سامي:hoda.samy, خالد رمزي:khaled.ramzy"),
    ];

    /// <summary>Everybody, once; the first as a shop that grows would have met them: from all countries, in every way.</summary>
    public static IReadOnlyList<DemoPerson> All()
    {
        var named = Countries.SelectMany(c => c.Names.Split(", ").Select((name, i) => (Country: c, Name: name, Index: i))).ToList();
        // 67 and the number of people have no common factor: a walk that meets each of them once.
        return [.. Enumerable.Range(0, named.Count).Select(n => Person(n, named[n * 67 % named.Count]))];
    }

    /// <summary>People who were entered once more, by another road: with the address or the number they have already.</summary>
    public static IReadOnlyList<DemoPerson> Again(IReadOnlyList<DemoPerson> known)
    {
        var byEmail = known.Where(p => p is { IsEntered: true, Profile.Email: not null }).Where((_, i) => i % 29 == 4).Take(4)
            .Select(p => new ProfileEdit { FirstName = p.Profile.FirstName, LastName = p.Profile.LastName, Email = p.Profile.Email, Language = p.Profile.Language });
        var byPhone = known.Where(p => p is { IsEntered: true, Profile: { Email: not null, Phone: not null } }).Where((_, i) => i % 11 == 6).Take(3)
            .Select(p => new ProfileEdit { FirstName = $"{p.Profile.FirstName![0]}.", LastName = p.Profile.LastName, Phone = p.Profile.Phone });
        return [.. byEmail.Concat(byPhone).Select((edit, i) => new DemoPerson(known.Count + i, CreationMethod.Manual, edit))];
    }

    private static DemoPerson Person(int number, (Country Country, string Name, int Index) named)
    {
        var country = named.Country;
        var (shown, local) = named.Name.Split(':') is [var left, var right] ? (left, right) : (named.Name, Latin(named.Name));
        var (first, last) = (shown[..shown.IndexOf(' ')], shown[(shown.IndexOf(' ') + 1)..]);
        var method = (number % 16) switch { 3 => CreationMethod.SubscriptionForm, 7 => CreationMethod.Order, 5 or 13 => CreationMethod.Api, _ => CreationMethod.Manual };
        var phone = country.Phone is null || named.Index % 4 == 3 ? null : string.Format(CultureInfo.InvariantCulture, country.Phone, 10 + (named.Index * 7));
        var domain = (number % 5) switch { 0 => "example.com", 1 => "example.org", 2 => "example.net", _ => country.Domain };
        var email = phone is not null && method == CreationMethod.Manual && number % 7 == 1 ? null : $"{local}@{domain}";
        var lives = number % 3 != 2;
        return new(number, method, new()
        {
            FirstName = first, LastName = last, Email = email, Phone = phone, Language = country.Language, TimeZone = country.TimeZone,
            Street = lives ? $"{country.Street} {1 + (number * 7 % 60)}" : null, City = lives ? country.City : null, PostalCode = lives ? country.PostalCode : null,
            Country = country.Code, Fields = Fields(number, country),
        });
    }

    private static Dictionary<string, string> Fields(int number, Country country)
    {
        var fields = new Dictionary<string, string> { ["member"] = number % 4 == 0 ? "true" : "false" };
        if (number % 2 == 0)
            fields["interest"] = Interests[number / 2 % Interests.Length];
        if (number % 3 != 1)
            fields["birthday"] = new DateOnly(1958, 1, 1).AddDays(number * 1_009 % 16_000).ToString("O", CultureInfo.InvariantCulture);
        if (number % 4 == 0)
            fields["points"] = (number * 131 % 2_000).ToString(CultureInfo.InvariantCulture);
        if (number % 5 > 2)
            fields["company"] = country.Domain[..country.Domain.IndexOf('.')];
        return fields;
    }

    // Accents fall off; the few letters that are none stay away by a given address.
    private static string Latin(string name) => string.Concat(name.ToLowerInvariant().Normalize(NormalizationForm.FormD)
        .Where(c => char.IsAsciiLetter(c) || c == ' ')).Replace(' ', '.');

    /// <summary>Where people are from.</summary>
    /// <param name="Phone">Numbers the country keeps free for fiction, where it does.</param>
    private sealed record Country(string Code, string Language, string TimeZone, string City, string PostalCode, string Street, string? Phone, string Domain, string Names);
}
