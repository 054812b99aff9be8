"""Two real sites come in whole, and 50 of their files say what a person read in them.

The table was written by reading the files (and the author pages behind their slugs), not by running the program.
"""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from desktop_app.archive import Archive
from desktop_app.transfer.importing import import_paths

pytestmark = pytest.mark.corpora

GSA = "U.S. General Services Administration"
NEWS, EVENTS, POSTS = "digitalgov/content/news", "digitalgov/content/events", "18f/content/posts"

# path, title, authors, tags, date
READ: tuple[tuple[str, str, str, str, str], ...] = (
    (f"{NEWS}/2019/10/2019-10-09-feedbackdriven-updates-pra-guide.md", "Feedback-Driven Updates to the PRA Guide",
     "Jeremy Zilar", "information-collection, research", "2019-10-09"),
    (f"{NEWS}/2024/04/2024-04-18-justice-department-to-publish-final-rule-to-strengthen-web-and-mobile-app-access-"
     "for-people-with-disabilities.md",
     "Justice department to publish final rule to strengthen web and mobile app access for people with disabilities",
     "", "accessibility, mobile, open-government, design, governance, human-centered-design, "
     "diversity-equity-and-inclusion, public-policy, digital-service-delivery", "2024-04-08"),
    (f"{NEWS}/2013/05/2013-05-30-does-your-agency-need-a-chief-digital-officer.md",
     "Does Your Agency Need A Chief Digital Officer?", "Mike Kruger",
     "governance, product-and-project-management, application-programming-interface", "2013-05-30"),
    (f"{NEWS}/2019/12/2019-12-19-a-new-digitalgov.md", "Welcome to the NEW Digital.gov", "Jeremy Zilar",
     "digital-service-delivery, design", "2019-12-19"),
    (f"{NEWS}/2016/01/2016-01-20-a-new-team-strives-to-coordinate-citizen-science-crowdsourcing-across-government.md",
     "A New Team Strives to Coordinate Citizen Science, Crowdsourcing Across Government", "Eric Beidel",
     "crowdsourcing-and-citizen-science", "2016-01-20"),
    (f"{NEWS}/2015/04/2015-04-20-the-content-corner-finding-your-voice.md", "The Content Corner: Finding Your Voice",
     "Tyrus Manuel", "content-strategy, research, social-media, communication", "2015-04-20"),
    (f"{NEWS}/2016/03/2016-03-16-making-the-draft-u-s-web-design-standards-better-through-your-feedback.md",
     "Making the Draft U.S. Web Design Standards Better Through Your Feedback", "Carolyn Dew, Melody Kramer",
     "content-strategy, user-experience, design, human-centered-design", "2016-03-16"),
    (f"{NEWS}/2014/03/2014-03-28-challenge-and-competition-service-providers.md",
     "Challenge and Competition Service Providers", "Karen Trebon", "challenges-and-prize-competitions", "2014-03-28"),
    (f"{NEWS}/2020/10/2020-10-16-product-lessons-from-the-front-lines-of-covid-19-civic-tech-response.md",
     "Product lessons from the front lines of COVID-19 civic tech response", "Likhitha Patha, Dr. Kaeli Yuen",
     "product-and-project-management, research, communication", "2020-10-16"),
    (f"{NEWS}/2015/12/2015-12-15-trends-on-tuesday-holiday-shopping-sales-show-a-move-towards-mobile-first.md",
     "Trends on Tuesday: Holiday Shopping Sales Show a Move Towards Mobile-First", "Will Sullivan",
     "mobile, emerging-tech", "2015-12-15"),
    (f"{NEWS}/2014/12/2014-12-29-crowdsourcing-for-accessibility.md", "Crowdsourcing for Accessibility",
     "Angela Hooker", "accessibility, challenges-and-prize-competitions, crowdsourcing-and-citizen-science",
     "2014-12-29"),
    (f"{NEWS}/2014/09/2014-09-29-advice-from-usaid-on-prize-competition-communication-strategies.md",
     "Advice from USAID on Prize Competition Communication Strategies", "Karen Trebon",
     "challenges-and-prize-competitions", "2014-09-29"),
    (f"{NEWS}/2014/06/2014-06-09-facebook-increases-public-service-verification-to-improve-citizen-engagement-2.md",
     "Facebook Increases Public Service Verification to Improve Citizen Engagement", "Justin Herman",
     "application-programming-interface, trust, governance, product-and-project-management, social-media, "
     "open-data, user-experience", "2014-06-09"),
    (f"{NEWS}/2014/03/2014-03-05-github-for-government-recap.md", "GitHub for Government Recap", "Andrea Sigritz",
     "software-engineering, open-data", "2014-03-05"),
    (f"{NEWS}/2023/08/2023-08-23-seven-tips-on-facilitating-unplanned-topics-in-meetings.md",
     "Seven tips on facilitating unplanned topics in meetings", "", "best-practices, product-and-project-management",
     "2023-08-22"),
    (f"{NEWS}/2022/03/2022-03-03-improving-acquisition-governmentwide-it-and-professional-services.md",
     "Improving Acquisition Governmentwide: IT and Professional Services", "", "acquisition", "2022-02-17"),
    (f"{EVENTS}/2020/01/2020-01-14-socialgov-winter-meeting.md", "SocialGov Winter Meeting",
     "Jessica Brown, Katherine Spivey, Laura Larrimore, Rachel DeLange, Riley Wilson, Robin Materese, Sara Eguren, "
     "Terry Lemons", "plain-language, social-media", "2020-01-14"),
    (f"{EVENTS}/2021/08/2021-08-18-fedramp-dap-case-study-part-2-reporting-and-decision-making.md",
     "FedRAMP & DAP Case Study Part 2: Reporting and Decision-Making",
     "Tim Lowden, Freddie Blicher, Betsy Steele, Matt Silber", "analytics, user-experience, content-strategy",
     "2021-09-01"),
    (f"{EVENTS}/2020/05/2020-05-19-devops-lessons-learned-from-air-forces.md",
     "DevOps Lessons Learned from the Air Force’s Early Cloud Journey", "Lt. Col. Theodore J. Erickson",
     "product-and-project-management, software-engineering", "2020-05-19"),
    (f"{EVENTS}/2020/10/2020-10-21-analytics-case-study-part-3-action.md", "Analytics Case Study Part 3: Action",
     "Tim Lowden, Freddie Blicher", "analytics, user-experience", "2020-10-21"),
    (f"{EVENTS}/2023/04/2023-04-12-incorporating-user-experience-practices-into-data-driven-development-of-a-"
     "biomedical-software-tool.md",
     "Incorporating user experience practices into data-driven development of a biomedical software tool", "",
     "user-experience, data-visualization, human-centered-design, design", "2023-05-03"),
    (f"{EVENTS}/2021/02/2021-02-25-plain-language-and-section-508.md", "Plain Language: Accessibility for Content",
     "Bethany Letalien, Katherine Spivey, Alex Wilson", "accessibility, plain-language, communication", "2021-03-10"),
    ("digitalgov/content/resources/social-media-web-based-interactive-technologies-and-the-paperwork-reduction-act.md",
     "Social Media, Web-Based Interactive Technologies, and the Paperwork Reduction Act", "",
     "social-media, information-collection, public-policy", "2015-11-23"),
    ("digitalgov/content/resources/guidance-for-agency-use-of-third-party-websites-and-applications.md",
     "Guidance for Agency Use of Third-Party Websites and Applications", "Andrea Sigritz", "public-policy",
     "2015-11-23"),
    ("digitalgov/content/resources/how-to-conduct-a-project-reflection.md", "How to conduct a project reflection",
     "Jessica Marine", "digital-service-delivery", "2024-07-19"),
    ("digitalgov/content/topics/domain-management/_index.md", "Domain management", "", "", ""),
    ("digitalgov/content/authors/bethany-letalien/_index.md", "Bethany Letalien", "", "", ""),
    ("digitalgov/content/authors/louisa-sholar/_index.md", "Louisa Sholar", "", "", ""),
    ("digitalgov/content/authors/wanmei-ou/_index.md", "Wanmei Ou", "", "", ""),
    ("digitalgov/content/communities/federal-program-and-project-management-fedpm.md",
     "Federal Program and Project Management (FedPM)", "", "", "2023-11-16"),
    ("digitalgov/content/services/service_cloud.md", "Cloud.gov", "Eddie Tejeda", "cloud-and-infrastructure, security",
     ""),
    ("digitalgov/content/sources/source_fema.md", "Federal Emergency Management Agency", "", "", ""),
    ("digitalgov/content/guides/dap/get-started-with-dap.md", "Get started with DAP", "", "", "2019-07-31"),
    ("digitalgov/content/guides/public-participation/_index.md", "U.S. public participation playbook", "", "",
     "2020-09-08"),
    (f"{POSTS}/2017-01-19-the-dark-standup.md", "The Dark Standup", "Alan Brouilette", "how we work", "2017-01-19"),
    (f"{POSTS}/2017-01-06-open-source-collaboration-across-agencies-to-improve-https-deployment.md",
     "Open source collaboration across agencies to improve HTTPS deployment", "Cameron Dixon",
     "https, security, open source", "2017-01-06"),
    (f"{POSTS}/2015-02-24-how-to-use-github-and-the-terminal-a-guide.md", "How to use GitHub and the terminal: a guide",
     "melody, boone", "collaboration tools, how we work, 18f.gsa.gov, communication tools and practices", "2015-03-03"),
    (f"{POSTS}/2015-10-13-open-source-micropurchasing.md",
     "Open Source Micro-purchasing: An experiment in federal acquisition", "vdavez",
     "micro-purchase platforms, procurement, open source, acquisition services", "2015-10-13"),
    (f"{POSTS}/2017-06-01-federalist-is-out-of-beta-and-open-for-business.md",
     "Federalist is out of beta and open for business", "will, jonathanhooper", "federalist, tools you can use, jekyll",
     "2017-06-01"),
    (f"{POSTS}/2015-04-06-day-in-the-life-of-talent-manager.md", "A day in the life of an 18F talent manager", "jamie",
     "staff profiles, day in the life, talent, how we work", "2015-04-08"),
    (f"{POSTS}/2016-07-18-cloud-gov-full-steam-ahead-fedramp-assessment-process.md",
     "cloud.gov is full steam ahead on its FedRAMP assessment process", "bret, diego, Britta Gustafson",
     "cloud.gov, platforms, devops", "2016-07-18"),
    (f"{POSTS}/2014-05-29-announcing-the-developer-program-a-new-hub-for.md",
     "Announcing the /Developer Program: a new hub for federal API creators", "leah, gray",
     "education, evangelism, api", "2014-05-29"),
    (f"{POSTS}/2019-05-16-how-18f-and-pif-work-together-in-agencies.md", "How 18F and PIF work together in agencies",
     "Angela Colter, Adam Drake, Justin Koufopoulos", "presidential innovation fellows, how we work", "2019-05-16"),
    (f"{POSTS}/2015-11-10-boston-is-using-gsa-calc-tool.md", "How the City of Boston is using GSA’s CALC tool",
     "melody", "procurement, acquisition services, tools you can use, calc", "2015-11-10"),
    (f"{POSTS}/2023-09-07-catching-up-with-the-tanf-data-portal-project.md",
     "Catching up with the TANF Data Portal project",
     "Lauren Frohlich, Alex Pennington, Christine Bath, Alex Soble, Selena Juneau Vogel, Laura Gerhardt",
     "agency work, interview, public benefits, hhs, 18f checks in", "2023-09-07"),
    (f"{POSTS}/2017-12-14-getting-stakeholder-buy-in-for-agile-development.md",
     "Getting stakeholder buy in for agile development", "kaitlin",
     "agile, guides, culture change, convincing stakeholders", "2017-12-14"),
    (f"{POSTS}/2014-11-13-why-we-use-https-in-every-gov-website-we-make.md", "Why we use HTTPS for every .gov we make",
     "eric", "security, best practices, https, modern practices", "2014-11-13"),
    ("18f/content/pages/projects/services/ed-college-scorecard.md", "Turning data into informed choices", "",
     "college scorecard", ""),
    ("18f/content/pages/errors/500.md", "500", "", "", ""),
    ("18f/content/pages/tags/day in the life.md", "day in the life", "", "", ""),
)  # fmt: skip

OFFICES = {
    "Jeremy Zilar": GSA,
    "Likhitha Patha": "Presidential Innovation Fellows",
    "Sara Eguren": "Internal Revenue Service",
    "Lt. Col. Theodore J. Erickson": "U.S. Air Force",
    "Bethany Letalien": "U.S. Office of Personnel Management",
    "Carolyn Dew": "",
}


@pytest.fixture(scope="module")
def sites(corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sites")
    for name in ("digitalgov", "18f"):
        with tarfile.open(corpora / "markdown" / f"{name}.tar.xz") as file:
            file.extractall(folder, filter="data")
    return folder


def test_both_sites_come_in_whole_and_fifty_files_say_what_a_person_read(sites: Path, tmp_path: Path) -> None:
    with Archive.create(tmp_path / "sites.copydesk") as archive:
        empty = archive.counts()
        report = import_paths(archive, [sites / "digitalgov", sites / "18f"])
        files = sum(1 for path in sites.rglob("*.md"))
        assert files == 4613
        assert report.added + len(report.duplicates) + len(report.failed) == files
        assert report.failed == ()

        found = archive.by_source_path(str(sites / row[0]) for row in READ)
        wrong = []
        for path, title, authors, tags, date in READ:
            one = archive.get(found[str(sites / path)])
            read = (one.title, ", ".join(author.name for author in one.authors), ", ".join(one.tags),
                    one.published.iso if one.published else "")  # fmt: skip
            if read != (title, authors, tags, date):
                wrong.append((path, read))
            for author in one.authors:
                assert author.affiliation == OFFICES.get(author.name, author.affiliation)
        assert wrong == []
        assert len(READ) == 50

        again = import_paths(archive, [sites / "digitalgov", sites / "18f"])
        assert (again.batch, again.added, again.unchanged) == (None, 0, report.added)
        assert report.batch is not None
        archive.undo_batch(report.batch)
        assert (archive.counts(), archive.ids(), archive.values("tags")) == (empty, (), [])
