"""Words for people in three languages: any people, people of a kind by which they are known, harm.

Every form is written out, for the reason given in `methods.terminology.forms`. Words are folded
when the tables are made.
"""

from __future__ import annotations

from goodoffices.methods.terminology.forms import term_forms

ANY = """
person persons people civilian civilians resident residents man men inhabitant inhabitants human
soul souls body bodies casualty casualties fatality fatalities victim victims passer-by
bystanders شخص شخصا أشخاص مدني مدنيا مدنيون مدنيين فرد أفراد رجل رجلا رجال نسمة ضحية ضحايا جثة
جثث مواطن مواطنا مواطنون مواطنين سكان איש אנשים אדם בני אזרח אזרחים תושב תושבים גבר גברים נפש
נפשות קורבן קורבנות גופה גופות
"""
TELLING = """
woman women girl girls boy boys child children baby babies infant infants toddler newborn mother
mothers father fathers sister sisters brother brothers daughter daughters son sons wife widow
widows family families household households orphan orphans relative relatives doctor doctors
nurse nurses medic medics paramedic paramedics teacher teachers student students pupil pupils
journalist journalists reporter photographers lawyer lawyers activist activists driver drivers
farmer farmers fisherman fishermen shepherd shepherds worker workers volunteer volunteers
detainee detainees prisoner prisoners hostage hostages captive captives abductee abductees
returnee returnees survivor survivors witness witnesses defector defectors patient patients
deserter deserters refugee refugees migrant migrants convert converts minor minors teenager
teenagers امرأة نساء سيدة سيدات فتاة فتيات طفل طفلا أطفال طفلة طفلات رضيع رضيعا رضع رضيعة أم
أمهات أب آباء أخت أخوات أخ إخوة ابنة بنات ابن أبناء أرملة أرامل أسرة أسر عائلة عائلات يتيم أيتام
قاصر قاصرا قاصرين قصر طبيب طبيبا أطباء طبيبة ممرض ممرضين ممرضة ممرضات مسعف مسعفا مسعفين مسعفون
معلم معلما معلمين معلمة معلمات طالب طالبا طلاب طالبة طالبات صحفي صحفيا صحفيين صحفيون صحفية محام
محاميا محامين ناشط ناشطا ناشطين نشطاء سائق سائقا سائقين مزارع مزارعا مزارعين صياد صيادا صيادين
عامل عاملا عمال متطوع متطوعا متطوعين معتقل معتقلا معتقلين معتقلون محتجز محتجزا محتجزين محتجزون
أسير أسيرا أسرى رهينة رهائن مخطوف مخطوفا مخطوفين ناج ناجيا ناجين ناجون شاهد شاهدا شهود مريض
مريضا مرضى لاجئ لاجئا لاجئين אישה נשים ילדה ילדות ילד ילדים נערה נערות נער נערים תינוק תינוקות
תינוקת פעוט פעוטות אם אימהות אב אבות אחיות אחים בת בנות בן בנים אלמנה אלמנות משפחה משפחות יתום
יתומים קטין קטינים רופא רופאים רופאה אח אחות חובש חובשים פרמדיק פרמדיקים מורה מורים מורות תלמיד
תלמידים תלמידות סטודנט סטודנטים עיתונאי עיתונאים עיתונאית עורך עורכי פעיל פעילים פעילה נהג נהגים
חקלאי חקלאים דייג דייגים רועה רועים עובד עובדים מתנדב מתנדבים עציר עצירים עצירה אסיר אסירים
אסירה חטוף חטופים חטופה שבוי שבויים ניצול ניצולים ניצולה עד עדים עדה חולה חולים מטופל מטופלים
פליט פליטים
"""
DUALS = """
شخصان شخصين مدنيان رجلان رجلين قتيلان قتيلين جريحان جريحين جثتان جثتين مواطنان
"""
TELLING_DUALS = """
امرأتان امرأتين سيدتان سيدتين فتاتان فتاتين طفلان طفلين طفلتان طفلتين رضيعان رضيعين شقيقان
شقيقين شقيقتان شقيقتين أسرتان أسرتين عائلتان عائلتين طبيبان طبيبين ممرضتان ممرضتين مسعفان معلمان
معلمتان طالبان طالبين طالبتان صحفيان سائقان مزارعان صيادان عاملان
معتقلان محتجزان أسيران أسيرين رهينتان رهينتين ناجيان شاهدان شاهدين مريضان مريضين
"""
DEAD = """
killed dead died deaths death fatalities fatality slain bodies kills قتل قتلت قتلوا قتيل قتيلا
قتلى قتيلان قتيلين مقتل توفي توفيت ماتوا وفاة وفيات جثة جثث لقوا נהרג נהרגה נהרגו הרוג הרוגים
הרוגה נרצח נרצחו מת מתה מתו נספה נספו מותם מותו גופות
"""
HURT = """
injured wounded hurt injuries wounds جرح جرحت جرحوا جريح جريحا جرحى جريحان جريحين أصيب أصيبت
أصيبوا إصابة إصابات مصاب مصابا مصابين נפצע נפצעה נפצעו פצוע פצועים פצועה נפגעו
"""
TAKEN = """
detained arrested abducted kidnapped missing displaced released freed evacuated اعتقل اعتقلت
اعتقلوا احتجز خطف اختطف فقد مفقود مفقودين نزح نازح نازحين أفرج נעצר נעצרו נעצרה נחטף נחטפו נעדר
נעדרים נעקרו עקורים שוחרר שוחררו
"""

MONTH_NAMES = """
january february march april may june july august september october november december يناير فبراير
مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر كانون شباط آذار نيسان أيار حزيران تموز
آب أيلول تشرين ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר
"""
NUMBERED = """
article articles section paragraph chapter page resolution rule annex table chart map item مادة فقرة
قرار صفحة فصل جدول סעיף עמוד החלטה פרק טבלה
"""
"""What has a number as its name: Article 3 counts nobody."""


def _table(words: str) -> frozenset[str]:
    return frozenset(term_forms(one) for one in words.split())


DUAL_FORMS = _table(DUALS) | _table(TELLING_DUALS)
TELLING_FORMS = _table(TELLING) | _table(TELLING_DUALS)
HARM = {"dead": _table(DEAD), "hurt": _table(HURT), "taken": _table(TAKEN)}
PEOPLE_FORMS = _table(ANY) | TELLING_FORMS | DUAL_FORMS
MONTHS, LABELS = _table(MONTH_NAMES), _table(NUMBERED)
